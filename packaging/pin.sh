#!/usr/bin/env bash
# Writes constraints.txt anew from setup.py: the newest version of everything that has wheels for
# Python 3.10 to 3.13. Run by hand when a bound changes; needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
{
    echo "# Exact versions for Python 3.10 to 3.13, made from setup.py by packaging/pin.sh."
    # torch pins its CUDA packages itself, and its CPU build has none.
    "${UV:-uv}" pip compile setup.py --all-extras --universal --python-version 3.10 \
        --no-header --no-annotate --quiet | grep -vE '^(nvidia-|cuda-|triton)'
} >constraints.new
mv constraints.new constraints.txt
