#!/usr/bin/env bash
# Brings a Debian 12 / Ubuntu 22.04 or newer machine to where the kiosk runs: system packages, .venv,
# the Python packages of constraints.txt, weights. What is there already is left alone, without network.
#
#   packaging/setup.sh [EXTRA[,EXTRA...]]    extras of setup.py: dev, models, package
#   PYTHON=python3.12                        interpreter for .venv (default: the first fitting one)
set -euo pipefail
cd "$(dirname "$0")/.."
extras=${1:-}

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

system_packages() {
    local extra
    for extra in kiosk ${extras//,/ }; do
        [[ ! -f packaging/apt/$extra.txt ]] || grep -v '^#' "packaging/apt/$extra.txt"
    done
}

install_system_packages() {
    command -v dpkg-query >/dev/null || { say "Not a Debian system: install what packaging/apt/ lists."; return; }
    local name missing=() sudo=()
    for name in $(system_packages); do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    if ((EUID)); then
        command -v sudo >/dev/null || stop "Run this once as root: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "Installing system packages: ${missing[*]}"
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

fits() { "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

create_venv() {
    [[ -x .venv/bin/python ]] && fits .venv/bin/python && return
    local python
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.10}; do
        if fits "$python"; then
            say "Creating .venv with $("$python" --version)"
            "$python" -m venv --clear .venv
            return
        fi
    done
    stop "No Python 3.10 to 3.13 was found. Install one and name it: make PYTHON=python3.12"
}

# One stamp per extra holds what it was installed from, so that nothing is asked of the index twice.
install_python_packages() {
    local inputs extra missing=()
    inputs=$(cat setup.py pyproject.toml constraints.txt | sha256sum)
    for extra in kiosk ${extras//,/ }; do
        [[ -f .venv/stamp-$extra && $(<".venv/stamp-$extra") == "$inputs" ]] || missing+=("$extra")
    done
    ((${#missing[@]})) || return 0
    say "Installing Python packages: ${missing[*]}"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".${extras:+[$extras]}"
    for extra in "${missing[@]}"; do printf '%s' "$inputs" >".venv/stamp-$extra"; done
}

install_system_packages
create_venv
install_python_packages
.venv/bin/ekyc weights prepare
