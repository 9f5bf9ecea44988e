#!/usr/bin/env bash
# Makes a Debian 12 machine ready for `make run` and `make test`: system packages (named first), a virtual
# environment in .venv, the locked dependencies, and this checkout as an editable package.
# Idempotent: when nothing changed it takes well under a second.
#   packaging/bootstrap.sh run    what the terminal itself needs
#   packaging/bootstrap.sh dev    the same, and what tests and lint need
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-run}
exec 9<packaging/bootstrap.sh
flock 9 # a second `make` beside this one waits

system=(python3-venv
        python3-dev gcc swig libpcsclite-dev # pyscard comes as source
        fonts-noto-cjk fontconfig                           # fc-match finds the receipt printer's characters
        pcscd vsmartcard-vpcd                               # smart cards, and the simulated ones
        alsa-utils espeak-ng                                # a chime, and a voice for what the face check asks for
        libegl1 libgl1 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0 libxkbcommon0 libgssapi-krb5-2 # Qt
        libwayland-client0 libwayland-cursor0 libwayland-egl1                             # its Wayland screen
        libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1     # its X11 screen
        libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1)
[ "$profile" = dev ] && system+=(weston postgresql-15 nftables iproute2 poppler-utils cups-ipp-utils cups-daemon cups-client avahi-daemon dbus sane-utils)

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
wanted=$(cat requirements.lock requirements-dev.lock pyproject.toml packaging/bootstrap.sh | sha256sum)
if [ "$(cat ".venv/.installed-$profile" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing Python dependencies from $lock"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
    pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet install --no-deps "$@"; }
    # --no-deps: the lock is complete, and face-recognition names `dlib`, which `dlib-bin` replaces.
    # --no-build-isolation: what comes as source is built with the locked setuptools, nothing fetched beside the lock.
    pip --require-hashes -r <(sed -n '/^setuptools==/,/[^\\]$/p' "$lock")
    pip --require-hashes --no-build-isolation --use-pep517 -r "$lock"
    pip --no-build-isolation -e .
    .venv/bin/python -m compileall -q kiosk drivers ui offline_cache config
    echo "$wanted" >".venv/.installed-run"
    [ "$profile" = run ] || echo "$wanted" >".venv/.installed-$profile" # dev has all that run needs
fi
