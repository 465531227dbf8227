/** Frames and values between the supervisor and a worker. */
module io.terrarium.wire {
  requires transitive io.terrarium.api;
  requires static org.jspecify;

  exports io.terrarium.wire;
}
