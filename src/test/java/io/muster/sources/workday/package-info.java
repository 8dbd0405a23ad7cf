@org.jspecify.annotations.NullMarked
package io.muster.sources.workday;
