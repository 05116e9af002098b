"""The one virus that everybody agrees on: the harmless file by which scanners are tested (eicar.org)."""

# In two parts, so that this source is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONGEST = 128  # bytes; a longer file that holds it is no test file


def is_test_virus(content: bytes) -> bool:
    return EICAR in content
