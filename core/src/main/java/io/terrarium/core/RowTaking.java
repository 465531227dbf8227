package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.Usage;
import io.terrarium.spi.Worker;
import io.terrarium.wire.Answer;
import io.terrarium.wire.WireFormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a worker says of the rows of a batch in one exchange, and holds it to what it may say:
 * of rows in their order, each once, of no more than run, and of none that it was not asked for.
 */
final class RowTaking implements RowTaker {
  private final RowPipeline pipeline;
  private final Worker worker;
  private final RowBatch batch;
  private final int from;
  private final int asked;
  private int told;
  private int running;
  private int announced;
  private boolean failed;

  /** Of values; what is over the budget was in the worker's memory at one time. */
  private long bytesLeft;

  private final Map<Integer, OutputCollector> printed = new HashMap<>();
  private int lastPrinted = -1;
  private long outputLeft;

  /**
   * @param from the index in the batch of the first row that is asked for
   * @param running how many rows the worker runs at once at first
   */
  RowTaking(RowPipeline pipeline, Worker worker, RowBatch batch, int from, int running) {
    this.pipeline = pipeline;
    this.worker = worker;
    this.batch = batch;
    this.from = from;
    this.asked = batch.rows().count() - from;
    this.running = running;
    this.bytesLeft =
        RowLane.BUDGET_BYTES + pipeline.limits().memoryBytes() + pipeline.limits().resultBytes();
    this.outputLeft = pipeline.outputLeft();
  }

  @Override
  public OutputCollector outputOf(int row) throws WireFormatException {
    if (row <= lastPrinted || row < told || row >= told + running) {
      throw new WireFormatException(0, "output of row " + row + ", which does not run");
    }
    OutputCollector last = printed.get(lastPrinted);
    outputLeft -= last == null ? 0 : last.bytes();
    lastPrinted = row;
    var output = new OutputCollector(Math.min(pipeline.limits().outputBytes(), outputLeft));
    printed.put(row, output);
    return output;
  }

  @Override
  public void take(Answer.RowsDone done, int bytes, Duration wallTime) throws WireFormatException {
    int count = done.count();
    bytesLeft -= bytes;
    if (count == 0 || count > running || bytesLeft < 0) {
      throw new WireFormatException(
          0, "word of " + count + " rows, where " + running + " run, or more than it can hold");
    }
    int left = asked - told - count;
    boolean isOver = left == 0 || done.failure().filter(RowTaking::isOutOfMemory).isPresent();
    if (done.next() > (isOver ? 0 : left)) {
      throw new WireFormatException(0, done.next() + " rows to run, where " + left + " are left");
    }
    pipeline.add(batch, part(done, new Usage(wallTime, wallTime, OptionalLong.empty())));
    told += count;
    running = done.next();
    failed |= done.failure().isPresent();
    // Cut to what is left it says only that it is no less.
    if (running > 0 && (running < left || running > announced)) {
      announced = running;
    }
  }

  /** Of how many rows it told. */
  int told() {
    return told;
  }

  @Override
  public int running() {
    return running;
  }

  /** Whether a row had no value. */
  boolean failed() {
    return failed;
  }

  /** How many rows the worker runs at once by now, as far as it let that be seen. */
  int atOnce(int before) {
    return announced == 0 ? before : announced;
  }

  /** How the exchange ended, with what the row that ran printed. */
  Dispatcher.Held withReport(Dispatcher.Held held) {
    return new Dispatcher.Held(held.ending(), held.worker(), report(told, held.report()::usage));
  }

  private RowPart part(Answer.RowsDone done, Usage usage) {
    int values = done.values().items().size();
    @Nullable Outcome failure =
        done.failure()
            .map(answer -> outcome(answer, report(told + values, () -> usage)))
            .orElse(null);
    CallReport others = report(-1, () -> usage);
    Map<Integer, CallReport> own = Map.of();
    if (!printed.isEmpty()) {
      own = new HashMap<>();
      for (int place = 0; place < values; place++) {
        if (printed.containsKey(told + place)) {
          own.put(place, report(told + place, () -> usage));
        }
      }
      forget(told + done.count());
    }
    return new RowPart(batch.first() + from + told, done.values(), own, others, failure);
  }

  private Outcome outcome(Answer answer, CallReport report) {
    var held = new Dispatcher.Held(new Ending.Answered(answer), worker, report);
    return Verdict.of(pipeline.call().function(), held, pipeline.limits());
  }

  private CallReport report(int row, Supplier<Usage> usage) {
    OutputCollector output = printed.get(row);
    return pipeline
        .dispatcher()
        .report(
            output == null ? CallReport.Output.EMPTY : output.stdout(),
            output == null ? CallReport.Output.EMPTY : output.stderr(),
            pipeline.limits(),
            usage);
  }

  /** The rows before this one have been told of. */
  private void forget(int row) {
    OutputCollector last = printed.get(lastPrinted);
    if (last != null && lastPrinted < row) {
      outputLeft -= last.bytes();
    }
    long bytes = 0;
    for (var entries = printed.entrySet().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      if (entry.getKey() < row) {
        bytes += entry.getValue().bytes();
        entries.remove();
      }
    }
    pipeline.printed(bytes);
  }

  private static boolean isOutOfMemory(Answer answer) {
    return answer instanceof Answer.LimitReached(Limit limit, _, _) && limit == Limit.MEMORY;
  }
}
