# Starts the command from its folder of jars. Sourced by ./terrarium and by the build, which trains
# the AOT cache: a cache serves only the very class path and options that it was made with.

# What an application with the engine wasm is to be started with: Python's loop has methods so large that
# they are not compiled otherwise.
start_wasm_options="-XX:-DontCompileHugeMethods"

# start JDK APP JAVA-OPTION ARGUMENT…: replaces the shell by Java. The options are for a run that is
# over in a moment: the quick compiler alone, the plainest collector, and not a word from the virtual
# machine itself on the user's terminal (a cache that does not fit any more is passed over). picocli is on
# the boot class path since its classes are in a format so old that no cache takes them: loading
# them is a third of a run, and half of that goes without the verification that only others get.
start() {
  if [ "${4:-}" = serve ]; then
    start_to_serve "$@"
  fi
  start_java=$1/bin/java
  start_app=$2
  start_option=$3
  start_picocli=$2/lib/picocli.jar
  start_path "$2"/lib/*.jar
  shift 3
  # shellcheck disable=SC2086
  exec "$start_java" "$start_option" $start_wasm_options \
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable -XX:-UsePerfData \
    -Dterrarium.runtime.cache="$start_app" -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Djdk.console=java.base \
    -Xbootclasspath/a:"$start_picocli" -cp "$start_path" io.terrarium.cli.Main "$@"
}

# start_to_serve JDK APP JAVA-OPTION ARGUMENT…: the same for a command that stays, with jars of its own
# besides: every compiler, and the machine's default collector. More is for JDK_JAVA_OPTIONS to say. There is
# no AOT cache: with one it answers its first request after 0.9 s rather than 1.5 s, which a process that stays
# gains once, and each build would take 10 s more to make it, and its folder 36 MB.
start_to_serve() {
  start_java=$1/bin/java
  start_app=$2
  start_picocli=$2/lib/picocli.jar
  start_path "$2"/lib/*.jar "$2"/serve/*.jar
  shift 3
  # shellcheck disable=SC2086
  exec "$start_java" $start_wasm_options \
    -Xlog:disable -Xlog:all=warning:stderr -XX:-UsePerfData \
    -Dterrarium.runtime.cache="$start_app" -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Djdk.console=java.base \
    -Xbootclasspath/a:"$start_picocli" -cp "$start_path" io.terrarium.cli.Main "$@"
}

# start_path JAR…: sets start_path to them, all but picocli's.
start_path() {
  start_path=
  for start_jar in "$@"; do
    [ "$start_jar" = "$start_picocli" ] || start_path=${start_path:+$start_path:}$start_jar
  done
}
