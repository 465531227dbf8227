# Finds a JDK that Terrarium can be built and run with. Sourced by ./terrarium and ./build, so that
# both always agree; defines find_jdk, which sets `jdk` to the JDK's folder.
#
# Nothing is started to find it: the version stands in the file `release` that every JDK has, and
# asking each `java` for it would take longer than the rest of the command.

least_java_version=25

# is_usable_jdk FOLDER: a JDK, not only a runtime, and new enough.
is_usable_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value || [ -n "$key" ]; do
    [ "$key" = JAVA_VERSION ] || continue
    version=${value#\"}
    version=${version%%[!0-9]*}
    [ -n "$version" ] && [ "$version" -ge "$least_java_version" ]
    return
  done <"$1/release"
  return 1
}

# The folder of the JDK whose java is on the PATH, if there is one.
jdk_on_path() {
  java_on_path=$(command -v java) || return 1
  java_on_path=$(readlink -f "$java_on_path" 2>/dev/null) || return 1
  echo "${java_on_path%/bin/java}"
}

# find_jdk: JAVA_HOME, then the PATH, then the usual places.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/* /opt/hostedtoolcache/Java*/*/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* \
    "${HOME:-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$jdk" ] && is_usable_jdk "$jdk"; then
      return 0
    fi
  done
  cat >&2 <<END
terrarium: a JDK $least_java_version or newer is needed, and none was found in JAVA_HOME, on the PATH or in the usual places.
Install one, for example Eclipse Temurin from https://adoptium.net or with your package manager
(Debian, Ubuntu: apt install openjdk-$least_java_version-jdk-headless), or set JAVA_HOME to the one that you have.
END
  return 1
}
