/** The whole service in a process of its own, with played vendors around it. */
@org.jspecify.annotations.NullMarked
package io.muster.system;
