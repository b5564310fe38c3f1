#!/bin/sh
# Debian's ironic 1:29.0.5-0+deb13u3 takes a node for its own parent with every change of it that does
# not name a parent, for authorize_node_link_patch answers with the node itself. Asked for a parent, it is
# to answer none. The other resources that ask it do want the node, and get it as before.
# Run before each start, so that an upgrade of the package is seen to; once mended it finds nothing to do.
# Given: the file, where it is another.
set -eu
file=${1:-/usr/lib/python3/dist-packages/ironic/api/controllers/v1/utils.py}
mistake='/^def authorize_node_link_patch(/,/^def /s/^    return orig_node$/    return None if field_name == "parent_node" else orig_node/'
[ -e "$file" ] || exit 0
[ "$(sed "$mistake" "$file")" != "$(cat "$file")" ] || exit 0
# In one move: who starts meanwhile reads the one or the other.
sed "$mistake" "$file" >"$file.mended"
chmod --reference="$file" "$file.mended"
mv "$file.mended" "$file"
echo "mended $file"
