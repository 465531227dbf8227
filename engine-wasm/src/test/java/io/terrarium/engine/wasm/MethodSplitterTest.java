package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MethodSplitterTest {
  private static final MethodType TYPE =
      MethodType.methodType(double.class, byte[].class, int.class, long.class, double.class);

  private final Random random = new Random(11);

  @Test
  void a_method_does_the_same_whatever_parts_it_is_split_into() throws Throwable {
    for (int most : new int[] {20, 40, 80, 160, 320}) {
      byte[] made = split(0, most, 4);
      assertThat(methods(made)).isGreaterThan(methods(original()));
      MethodHandle run = run(made);
      for (int round = 0; round < 300; round++) {
        byte[] code = new byte[1 + random.nextInt(40)];
        random.nextBytes(code);
        int first = random.nextInt();
        long second = random.nextLong();
        double third = random.nextDouble();
        assertThat((double) run.invokeExact(code, first, second, third))
            .isEqualTo(SmallMachine.run(code, first, second, third));
      }
    }
  }

  @Test
  void a_method_that_is_not_huge_stays_as_it_is() throws IOException {
    assertThat(methods(split(8000, 4000, 48))).isEqualTo(methods(original()));
  }

  private static byte[] split(int huge, int most, int least) throws IOException {
    ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    return format.transformClass(format.parse(original()), MethodSplitter.of(huge, most, least));
  }

  private static int methods(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().size();
  }

  private static byte[] original() throws IOException {
    try (InputStream stream = SmallMachine.class.getResourceAsStream("SmallMachine.class")) {
      assertThat(stream).isNotNull();
      return stream.readAllBytes();
    }
  }

  private static MethodHandle run(byte[] bytes) throws ReflectiveOperationException {
    var loader =
        new ClassLoader(MethodSplitterTest.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(SmallMachine.class.getName(), bytes, 0, bytes.length);
          }
        };
    return MethodHandles.publicLookup().findStatic(loader.define(), "run", TYPE);
  }
}
