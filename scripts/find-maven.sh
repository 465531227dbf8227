# Makes Maven ready to run on the JDK in `jdk`. Sourced by ./terrarium and ./build; defines
# find_maven, after which `mvn` runs on that JDK.

find_maven() {
  if ! command -v mvn >/dev/null; then
    cat >&2 <<'END'
terrarium: Maven 3.8 or newer is needed, and there is no mvn on the PATH.
Install it with your package manager (Debian, Ubuntu: apt install maven) or from https://maven.apache.org.
END
    return 1
  fi
  export JAVA_HOME="$jdk"
  # Maven's own libraries do what a newer JDK warns of: these warnings are none of ours.
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
}
