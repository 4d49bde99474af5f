#!/bin/sh
# ネットワークのない機械に入れます（docs/operations.md）。例: sh install.sh /opt/senryaku
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
if [ $# -ne 1 ]; then
    echo '入れる場所を一つ指定してください。例: sh install.sh /opt/senryaku' >&2
    exit 2
fi
into=$1
needed=$(cat python-version)
found=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))' 2>/dev/null) || found='ありません'
if [ "$found" != "$needed" ]; then
    echo "この一式には Python $needed が必要です（この機械の $python は $found）。" >&2
    echo "あれば PYTHON=python$needed sh install.sh $into で、なければ同じ版の Python の機械で make bundle をやり直してください。" >&2
    exit 1
fi
"$python" -m venv --without-pip "$into"
pip=$(echo wheels/pip-*.whl)/pip # Debian's Python comes without one
install() { "$into/bin/python" "$pip" --quiet --disable-pip-version-check install --no-index "$@"; }
install --find-links wheels --require-hashes --requirement requirements.lock
install --find-links wheels --require-hashes --requirement requirements-extras.lock
install --no-deps --force-reinstall wheels/senryaku-*.whl
echo "$into に senryaku $("$into/bin/senryaku" --version) が入りました。"
