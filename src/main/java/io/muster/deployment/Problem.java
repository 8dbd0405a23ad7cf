package io.muster.deployment;

/**
 * One reason why a file is refused, in the words of the person who drew it.
 *
 * @param file the file
 * @param element the element: its id, and its name where it has one
 * @param what what is wrong with it
 * @param remedy what to do about it
 */
record Problem(String file, String element, String what, String remedy) {
  @Override
  public String toString() {
    return "%s, %s: %s; %s.".formatted(file, element, what, remedy);
  }
}
