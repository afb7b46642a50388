// Sends the one form on the page that is only a step of a longer work, so that nobody has to wait
// and press. Without script its button does the same.
const form = document.querySelector("form[data-next-step]");
form?.requestSubmit();
