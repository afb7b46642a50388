"""Files in an S3-compatible store, behind Django's storage API; ``FILES_URL`` chooses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import obstore
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from obstore.exceptions import BaseError
from obstore.store import S3Store


class Unreachable(OSError):
    """The store did not answer, or would not let us in."""


@contextmanager
def asked() -> Iterator[None]:
    """Turn what the client raises into errors of the system, as files on a disk would raise."""
    try:
        yield
    except BaseError as error:
        raise Unreachable("The store of files does not answer.") from error


@deconstructible
class Bucket(Storage):
    """One private bucket. Objects have no address of their own: ``url`` is not there on purpose.

    Nothing is ever made public or signed for a browser; every byte passes the portal's own access
    check. Missing objects raise ``FileNotFoundError``, a store that is away ``Unreachable``, within
    some 30 seconds.
    """

    def __init__(self, *, endpoint: str, bucket: str, key: str, secret: str, region: str) -> None:
        self.endpoint, self.bucket, self.region = endpoint, bucket, region
        self.key, self.secret = key, secret

    @cached_property
    def store(self) -> S3Store:
        return S3Store(
            self.bucket,
            endpoint=self.endpoint,
            access_key_id=self.key,
            secret_access_key=self.secret,
            region=self.region,
            virtual_hosted_style_request=False,  # the bucket in the path: what all servers know
            client_options={
                "allow_http": self.endpoint.startswith("http://"),
                "connect_timeout": "5s",
                "timeout": "20s",
            },
            retry_config={"max_retries": 2, "retry_timeout": dt.timedelta(seconds=10)},
        )

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with asked():
            data = obstore.get(self.store, name).bytes().to_bytes()
        return ContentFile(data, name)

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        with asked():
            obstore.put(self.store, name, content.read())
        return name

    def delete(self, name: str) -> None:
        with asked():
            obstore.delete(self.store, name)

    def exists(self, name: str) -> bool:
        try:
            with asked():
                obstore.head(self.store, name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with asked():
            return obstore.head(self.store, name)["size"]

    def get_modified_time(self, name: str) -> dt.datetime:
        with asked():
            return timezone.localtime(obstore.head(self.store, name)["last_modified"])

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Names of the folders and of the files right below ``path``."""
        with asked():
            found = obstore.list_with_delimiter(self.store, path)
        folders = [name.rstrip("/").rpartition("/")[2] for name in found["common_prefixes"]]
        return folders, [row["path"].rpartition("/")[2] for row in found["objects"]]
