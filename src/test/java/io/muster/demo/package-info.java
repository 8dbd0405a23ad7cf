/** The service with a played estate around it, for whoever wants to see it work. */
@org.jspecify.annotations.NullMarked
package io.muster.demo;
