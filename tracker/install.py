"""Makes .venv when it is missing or stale: `python3 tracker/install.py [--dev] [--browser]`.

Runs before anything is installed, perhaps on an old Python: standard library only, and nothing
that Python 3.6 could not read. Exit code 1 and one line when it cannot be done.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


def main(arguments: "list[str]") -> int:
    """Sets up what `arguments` ask for and returns the exit code."""
    if sys.version_info < OLDEST:
        return refuse(
            "Tenth Day needs Python %d.%d or newer; %s is %d.%d. Set PYTHON=, for example"
            " make PYTHON=python3.12." % (OLDEST + (sys.executable,) + sys.version_info[:2])
        )
    import fcntl

    with open(os.path.join(ROOT, "requirements.txt")) as lock:
        # Two at once would install into each other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        code = install("requirements-dev.lock" if "--dev" in arguments else "requirements.lock")
    if code == 0 and "--browser" in arguments:
        code = provide_browser()
    return code


def install(requirements: str) -> int:
    """Installs `requirements` unless the stamp says that it has been done."""
    stamp = os.path.join(VENV, "stamp-" + requirements)
    wanted = fingerprint(requirements)
    if read(stamp) == wanted:
        return 0
    machine = os.path.join(VENV, "machine")
    if read(machine) != sys.version + VENV:
        # Another Python, or the directory was moved: its scripts point to nowhere.
        obstacle = cleared()
        if obstacle:
            return refuse(obstacle)
        say("Making .venv with Python %d.%d" % sys.version_info[:2])
        if subprocess.call([sys.executable, "-m", "venv", VENV], stdout=sys.stderr) != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            return refuse("Python's venv could not be made: on Debian, apt install python3-venv.")
        write(machine, sys.version + VENV)
    say("Installing " + requirements + " (half a minute or so)")
    pip = [os.path.join(VENV, "bin", "python"), "-m", "pip"]
    # A file that is not the one that was pinned is not installed, whoever sent it.
    options = ["install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r"]
    if subprocess.call(pip + options + [requirements], cwd=ROOT, stdout=sys.stderr) != 0:
        return refuse("pip could not install " + requirements + ": see its message above.")
    write(stamp, wanted)
    return 0


def cleared() -> str:
    """Removes the .venv of before; returns in a line what is in the way, or "".

    A link or a file is none that was made here: it is left alone, and so is what it leads to.
    """
    if os.path.islink(VENV):
        what = "is a link to " + os.readlink(VENV)
    elif os.path.lexists(VENV) and not os.path.isdir(VENV):
        what = "is a file"
    else:
        shutil.rmtree(VENV, ignore_errors=True)
        if not os.path.lexists(VENV):
            return ""
        what = "cannot be removed"
    return VENV + " " + what + ": take it away, then start again to make it anew."


def fingerprint(requirements: str) -> str:
    """Changes when a requirement, the Python or the place does."""
    digest = hashlib.sha256((sys.version + VENV).encode())
    with open(os.path.join(ROOT, requirements), "rb") as file:
        digest.update(file.read())
    return digest.hexdigest()


def provide_browser() -> int:
    """Finds a Chromium, or installs Debian's where that is allowed."""
    if any(shutil.which(name) for name in BROWSERS):
        return 0
    if os.getuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser tests")
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.call(["apt-get", "-qq", "update"], env=quiet, stdout=sys.stderr)
        packages = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium"]
        subprocess.call(packages, env=quiet, stdout=sys.stderr)
        if any(shutil.which(name) for name in BROWSERS):
            return 0
    line = "BROWSER TESTS SKIPPED: there is no Chromium (on Debian, apt install chromium)."
    if os.environ.get("CI") == "true":
        return refuse(line + " CI must not skip them.")
    say("*" * len(line) + "\n" + line + "\n" + "*" * len(line))
    return 0


def say(line: str) -> None:
    """To stderr, so that it cannot be taken for a command's output."""
    sys.stderr.write(line + "\n")


def refuse(line: str) -> int:
    say(line)
    return 1


def read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
