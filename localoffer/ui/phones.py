"""Phone numbers as a telephone takes them. Plain Python."""


def dialled(number: str) -> str:
    """A number without what is only there to be read: "0300 123 456" is "0300123456"."""
    return "".join(character for character in number if character.isdigit() or character == "+")
