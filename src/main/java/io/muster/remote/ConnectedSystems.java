package io.muster.remote;

import java.util.List;

/** Settings that name systems which are told to erase something, or are believed. */
public interface ConnectedSystems {
  /** Every system that is configured here. */
  List<ConnectedSystem> connected();
}
