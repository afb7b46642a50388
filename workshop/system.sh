#!/bin/sh
# Installs what only the system can give, or prints the one line to type.
set -u
need() { # a Debian package and what it is for
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null && return 0
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null && return 0
  fi
  echo "$2 is missing and could not be installed. Type: sudo apt install $1" >&2
  exit 1
}
case "$1" in
  venv) "$2" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv "Python's venv module" ;;
  gettext) command -v xgettext >/dev/null || need gettext "gettext" ;;
  chromium)
    [ -n "${CHROMIUM:-}" ] && exit 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
      command -v "$name" >/dev/null && exit 0
    done
    need chromium "Chromium, for the tests in a browser," ;;
esac
