"""Detection of the EICAR test file, the harmless standard test of virus scanners (eicar.org)."""

# In two parts, so that scanners do not report this source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAX_TEST_FILE = 128  # bytes; a longer file is not the test file


def is_test_virus(content: bytes) -> bool:
    return EICAR in content
