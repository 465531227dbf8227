package io.terrarium.wire;

import io.terrarium.OutputListener;
import io.terrarium.value.BytesValue;

/** What a worker sends: once a greeting; then, for each request, output and one {@link Answer}. */
public sealed interface WorkerMessage
    permits WorkerMessage.Ready,
        WorkerMessage.SetUpFailed,
        WorkerMessage.Output,
        WorkerMessage.OutputTruncated,
        Answer {

  /**
   * The worker is ready for requests.
   *
   * @param token the one-time token by which it proves which worker it is
   */
  record Ready(BytesValue token) implements WorkerMessage {}

  /**
   * The worker could not set itself up.
   *
   * @param token the one-time token by which it proves which worker it is
   * @param layer the layer of isolation that is missing, or what else was being set up
   * @param step the step that failed
   * @param errno the number of the system's error; 0 if it was another
   */
  record SetUpFailed(BytesValue token, String layer, String step, int errno, String message)
      implements WorkerMessage {}

  /** Text that the user's code printed. */
  record Output(OutputListener.Stream stream, String text) implements WorkerMessage {}

  /** The output limit is reached: what is printed from here on is dropped. */
  record OutputTruncated(OutputListener.Stream stream) implements WorkerMessage {}
}
