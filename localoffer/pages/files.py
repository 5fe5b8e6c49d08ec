"""What is said of a file before anybody fetches it."""

from django.template.defaultfilters import filesizeformat


def said_of(document) -> str:
    """ "PDF, 120 KB"; without the size when the file cannot be measured."""
    size = document.get_file_size()
    kind = document.file_extension.upper() or "File"
    return f"{kind}, {filesizeformat(size)}" if size else kind
