package io.terrarium.core;

import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;

/**
 * Writes what happens into Java's Flight Recorder: an event type for each record of {@link
 * SandboxEvent}, with its fields. The types are made when a recorder is there for the first time;
 * until then all that this costs is to ask whether there is one. Thread-safe.
 */
final class FlightRecorderListener implements SandboxListener {
  static final String PREFIX = "io.terrarium.";

  /** Made once: a type of events is registered for the life of the virtual machine. */
  private static final class Types {
    private static final Map<Class<?>, Type> ALL =
        Arrays.stream(SandboxEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Type::of));
  }

  @Override
  public boolean listens() {
    return FlightRecorder.isInitialized() && anyEnabled();
  }

  @Override
  public void happened(SandboxEvent event) {
    Type type = Types.ALL.get(event.getClass());
    if (type != null) {
      type.write(event);
    }
  }

  private static boolean anyEnabled() {
    for (Type type : Types.ALL.values()) {
      if (type.factory.getEventType().isEnabled()) {
        return true;
      }
    }
    return false;
  }

  private record Type(EventFactory factory, List<RecordComponent> fields) {
    static Type of(Class<?> event) {
      List<RecordComponent> fields = List.of(event.getRecordComponents());
      List<AnnotationElement> annotations =
          List.of(
              new AnnotationElement(Name.class, PREFIX + event.getSimpleName()),
              new AnnotationElement(Label.class, words(event.getSimpleName())),
              new AnnotationElement(Category.class, new String[] {"Terrarium"}),
              new AnnotationElement(StackTrace.class, false));
      return new Type(
          EventFactory.create(annotations, fields.stream().map(Type::descriptor).toList()), fields);
    }

    void write(SandboxEvent event) {
      Event written = factory.newEvent();
      if (!written.shouldCommit()) {
        return;
      }
      int index = 0;
      for (RecordComponent field : fields) {
        written.set(index++, value(event, field));
      }
      written.commit();
    }

    private static ValueDescriptor descriptor(RecordComponent field) {
      var annotations = new ArrayList<AnnotationElement>();
      annotations.add(new AnnotationElement(Label.class, words(field.getName())));
      Class<?> type = field.getType();
      if (type.equals(Duration.class)) {
        annotations.add(new AnnotationElement(Timespan.class, Timespan.NANOSECONDS));
        type = long.class;
      } else if (type.isEnum()) {
        type = String.class;
      }
      return new ValueDescriptor(type, field.getName(), annotations);
    }

    private static Object value(SandboxEvent event, RecordComponent field) {
      try {
        Object value = field.getAccessor().invoke(event);
        return switch (value) {
          case Duration duration -> duration.toNanos();
          case Enum<?> constant -> constant.name();
          default -> value;
        };
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the fields of events are public", e);
      }
    }

    /** {@code WorkerTaken} as {@code Worker Taken}. */
    private static String words(String name) {
      String apart = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
      return Character.toUpperCase(apart.charAt(0)) + apart.substring(1);
    }
  }
}
