package dev.tsumugi.fhirserver;

import java.util.List;

/** Several operations that a module offers together. */
public interface Operations {
  List<Operation> all();
}
