/** The operating-system isolation of a zygote and its workers, as plain data. */
module io.terrarium.jail {
  requires static org.jspecify;

  exports io.terrarium.jail;
}
