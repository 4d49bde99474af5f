#!/bin/sh
# /usr/local/bin/senryaku に置くと、常時稼働のボットと同じ設定・同じデータで命令を実行します（docs/operations.md）。
umask 077
SENRYAKU_ENV_FILE=/etc/senryaku.env
export SENRYAKU_ENV_FILE
exec setpriv --reuid=senryaku --regid=senryaku --init-groups -- \
    /opt/senryaku/bin/senryaku --data /var/lib/senryaku/data "$@"
