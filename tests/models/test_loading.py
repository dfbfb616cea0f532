"""Libraries are imported whole, by however many threads."""

import subprocess
import sys

_RACE = """
import sys, threading
from danqing.models.loading import imported, loading

failed = []

def tried(work):
    try:
        work()
    except ImportError as error:
        failed.append(error)

def ahead():
    with loading("transformers", "diffusers"):
        pass

def request():
    imported("transformers")
    from transformers import AutoTokenizer

sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=tried, args=(work,)) for work in (ahead, request, ahead)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failed)
"""


def test_a_model_opened_ahead_and_a_first_request_do_not_meet_halves_of_a_library() -> None:
    """Without the lock each of them fails, nearly every time."""
    found = subprocess.run([sys.executable, "-c", _RACE], capture_output=True, text=True, timeout=120, check=True)
    assert found.stdout.strip() == "[]", found.stdout
