/** The process that asks for somebody when an HR source or a connection is in trouble. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.alarm;
