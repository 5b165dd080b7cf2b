"""What can go wrong in making a release. Each message is one line that says what, where, and what would be right."""


class BaogaoError(Exception):
    """Something a user can put right. The command line prints it without a traceback."""


class SourceError(BaogaoError):
    """A source cannot be read as what its origin says it is."""


class RuleError(BaogaoError):
    """A rule read something its own tables do not allow."""


class CheckError(BaogaoError):
    """The rows break a law every release keeps."""


class KeyFileError(BaogaoError):
    """A file holds no key that releases can be signed or checked with."""


class ReleaseExistsError(BaogaoError):
    """A release is never written twice."""


class ReleaseError(BaogaoError):
    """A release is missing, incomplete or not what its manifest says."""


class StoreError(BaogaoError):
    """An object store cannot be reached, or does not let us do what we asked."""


class ObjectMissingError(StoreError):
    """An object store has no object of a name, or no bucket of it."""
