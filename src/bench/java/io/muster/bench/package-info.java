/** How fast it is and what a case costs; run by {@code ./mvnw -Pbench verify}. */
@org.jspecify.annotations.NullMarked
package io.muster.bench;
