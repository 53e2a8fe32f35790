#!/bin/sh
# Makes .venv with everything in it, from the locked versions. Needs Python >= 3.11, nothing else;
# on Debian and Ubuntu the module that makes environments is a package of its own.
set -eu
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null 2>&1; then
    echo "yoritish: no $python here; install Python 3.11 or newer, or say make PYTHON=…" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "yoritish: $("$python" --version) is too old; Python 3.11 or newer is needed" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing $package"
        apt-get update -qq
        apt-get install -qq -y "$package" >/dev/null
    else
        echo "yoritish: Python cannot make environments here; run: sudo apt install $package" >&2
        exit 1
    fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --no-deps -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-build-isolation --no-deps --editable . 2>/dev/null ||
    .venv/bin/python -m pip install --disable-pip-version-check \
        --no-build-isolation --no-deps --editable .
touch .venv/.installed
