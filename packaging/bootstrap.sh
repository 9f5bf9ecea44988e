#!/usr/bin/env bash
# Makes a Debian 12 machine ready for `make run` and `make test`: system packages (named first), a virtual
# environment in .venv, the locked dependencies, and this checkout as an editable package.
# Idempotent: when nothing changed it takes well under a second.
#   packaging/bootstrap.sh run    what the terminal itself needs
#   packaging/bootstrap.sh dev    the same, and what tests and lint need
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-run}

system=(python3-venv python3-dev gcc swig libpcsclite-dev fonts-noto-cjk libegl1 libgl1 libfontconfig1
        libfreetype6 libxkbcommon0 libdbus-1-3 libglib2.0-0 libwayland-client0 libwayland-cursor0 libwayland-egl1
        libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
        libxcb-render-util0 libxcb-shape0 libxcb-xkb1)
[ "$profile" = dev ] && system+=(weston)

missing=()
for package in "${system[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing system packages: ${missing[*]}"
    sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

python=$(command -v python3.11 || command -v python3)
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "Python 3.11 is needed; $python is $("$python" --version)" >&2
    exit 2
}

lock=requirements.lock
[ "$profile" = dev ] && lock=requirements-dev.lock
stamp=.venv/.installed-$profile
wanted=$(cat "$lock" pyproject.toml packaging/bootstrap.sh | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing Python dependencies from $lock"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    # --no-deps: the lock is complete, and face-recognition names `dlib`, which `dlib-bin` replaces.
    .venv/bin/python -m pip install --disable-pip-version-check -q --no-deps --require-hashes -r "$lock"
    .venv/bin/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
    [ "$profile" = dev ] && .venv/bin/python -m compileall -q kiosk drivers ui offline_cache config
    echo "$wanted" >"$stamp"
fi
