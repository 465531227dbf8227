package io.terrarium.wire;

import io.terrarium.OutputListener;
import io.terrarium.value.BytesValue;
import io.terrarium.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker sends: once a greeting; then, for each request, output, calls of host functions and
 * one {@link Answer}.
 */
public sealed interface WorkerMessage
    permits WorkerMessage.Ready,
        WorkerMessage.SetUpFailed,
        WorkerMessage.Output,
        WorkerMessage.OutputTruncated,
        WorkerMessage.HostCall,
        WorkerMessage.OutputRow,
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

  /**
   * The program calls a host function, and waits for what {@link Requests#hostReturned} or {@link
   * Requests#hostRaised} makes.
   *
   * @param function its name; whether there is such a function is not known here
   * @param arguments by position
   * @param keywordArguments by name
   */
  record HostCall(String function, List<Value> arguments, Map<String, Value> keywordArguments)
      implements WorkerMessage {
    /** Copies the collections. */
    public HostCall {
      arguments = List.copyOf(arguments);
      keywordArguments = Collections.unmodifiableMap(new LinkedHashMap<>(keywordArguments));
    }
  }

  /**
   * The output that follows is that of one of several rows.
   *
   * @param row its index in the rows of the request
   */
  record OutputRow(int row) implements WorkerMessage {}
}
