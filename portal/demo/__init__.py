"""A plausible subdistrict, the same for the same day, on which every page can be tried."""
