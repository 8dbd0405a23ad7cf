@org.jspecify.annotations.NullMarked
package io.muster.guard;
