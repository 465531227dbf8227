package io.terrarium.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to take a record of some class apart, and how to make one: looked up once for each class. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final Class<?> type;
  private final List<Component> components;
  private final Constructor<?> constructor;

  /**
   * One component of the record.
   *
   * @param nullable whether its type is annotated so
   */
  record Component(String name, Type type, Method accessor, boolean nullable) {}

  private RecordShape(Class<?> type) {
    this.type = type;
    RecordComponent[] parts = type.getRecordComponents();
    this.components = Arrays.stream(parts).map(RecordShape::component).toList();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its canonical constructor: " + type, e);
    }
    openUp();
  }

  /** The shape of a record class. */
  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<Component> components() {
    return components;
  }

  /** What the component holds. */
  @Nullable Object read(Component component, Object record, Trail trail) {
    try {
      return component.accessor().invoke(record);
    } catch (IllegalAccessException e) {
      throw closed(trail);
    } catch (InvocationTargetException e) {
      throw trail.problem("the accessor of " + type.getName() + " failed with " + e.getCause());
    }
  }

  /** A record of these, which are in the order of the components. */
  Object make(@Nullable Object[] arguments, Trail trail) {
    try {
      return constructor.newInstance(arguments);
    } catch (IllegalAccessException | InstantiationException e) {
      throw closed(trail);
    } catch (InvocationTargetException e) {
      throw trail.problem(
          "the record " + type.getSimpleName() + " refused its components: " + e.getCause());
    }
  }

  /** Where the class cannot be opened up, a public one may still be reached without. */
  private void openUp() {
    try {
      constructor.setAccessible(true);
      components.forEach(component -> component.accessor().setAccessible(true));
    } catch (InaccessibleObjectException e) {
      System.getLogger(RecordShape.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot open {0}", type);
    }
  }

  private ValueConversionException closed(Trail trail) {
    return trail.problem(
        "the record "
            + type.getName()
            + " is out of reach: open its package to the module io.terrarium.api");
  }

  private static Component component(RecordComponent component) {
    boolean nullable =
        Arrays.stream(component.getAnnotatedType().getAnnotations())
            .anyMatch(annotation -> isNullable(annotation.annotationType()));
    return new Component(
        component.getName(), component.getGenericType(), component.getAccessor(), nullable);
  }

  private static boolean isNullable(Class<?> annotation) {
    return annotation.getSimpleName().equals("Nullable");
  }
}
