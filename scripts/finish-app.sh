#!/bin/sh
# Finishes the folder of the command, in which the jars of all dependencies are already: adds the
# command's own jar, makes the AOT cache, and says so with the file `built`. Run by Maven.
#   finish-app.sh JDK APP JAR
set -eu

jdk=$1
app=$2
jar=$3
scripts=$(CDPATH='' cd -P -- "${0%/*}" && pwd)
examples=$scripts/../examples
. "$scripts/start.sh"

# A new file, since a command may be running from the old one.
cp "$jar" "$app/lib/.new"
mv "$app/lib/.new" "$app/lib/terrarium-cli.jar"

# The cache is made by running what matters most: one call that returns. Where programs cannot be
# isolated, such as in a narrow build container, the start alone is trained.
train() {
  (start "$jdk" "$app" "-XX:AOTCacheOutput=$app/terrarium.aot.new" "$@") >/dev/null 2>&1
}
rm -f "$app/terrarium.aot.new"
train run "$examples/mean_square.py" mean_square '[1.0, 2.0, 3.0]' || train --version || true

# A cache that does not fit is passed over in silence, and this is the place to notice.
fits() {
  (export JDK_JAVA_OPTIONS="-XX:AOTMode=on" &&
    start "$jdk" "$app" "-XX:AOTCache=$app/terrarium.aot" --version) >/dev/null 2>&1
}
rm -f "$app/terrarium.aot"
if [ -e "$app/terrarium.aot.new" ] && mv "$app/terrarium.aot.new" "$app/terrarium.aot" && fits; then
  echo "The command and its AOT cache are in $app."
else
  rm -f "$app/terrarium.aot"
  echo "No AOT cache could be made: the command works without it, and starts slower."
fi
: >"$app/built"
