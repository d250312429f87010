#pragma once

#include <map>
#include <mutex>
#include <string>

#include "planes/kubernetes/server.h"

namespace mesh {

/// What a run leaves on the objects that become ours in it, so that a later run can tell what a
/// killed one left behind: whoever wrote an object may have died before the host recorded it.
///
/// Each such object names the run and an object that holds the run open: itself when none did yet
/// when it was sent, else one of those. A run that ends well patches the few that hold it open, and
/// with that the names on all others mean nothing any more. Thread-safe.
class RunRecord {
 public:
  /// `server` must outlive this.
  explicit RunRecord(const Server& server);

  /// What an object carries for the run.
  struct Label {
    /// The run, and the object that holds it open.
    std::string name;
    /// The runs that the object holds open, without and with this one; may be empty.
    std::string others;
    std::string open;
    bool holds_this = false;
  };
  /// `others` are the other runs that the object holds open already.
  Label LabelFor(const ObjectKey& key, const std::string& others) const;
  /// An object that holds the run open is written.
  void Opened(const ObjectKey& key, std::string others);
  /// Whether an object that names the run was written is not known: the run must not be closed.
  void KeepOpen();
  /// An object goes, or is released. What runs it held open stay so for this process, and on what
  /// takes its place.
  void Leaves(const ObjectKey& key, const Value& object);

  /// True for names of this run.
  bool IsOfThisRun(const std::string& name) const;
  /// The runs but for this one that an object holds open.
  std::string OthersOn(const Value& object) const;

  /// True when the run of that name is over and was never closed. What cannot be told is false.
  bool LeftOpen(const std::string& name);
  /// The run ends well.
  void Close();

 private:
  const Server& server_;
  const std::string run_;
  mutable std::mutex mutex_;
  bool kept_open_ = false;
  /// The objects that hold the run open, each with the other runs that it holds open.
  std::map<ObjectKey, std::string> holders_;
  /// Runs that were held open by objects that are gone.
  std::map<ObjectKey, std::string> left_;
  /// By the names that objects carry: whether that run is open.
  std::map<std::string, bool> seen_;
};

}  // namespace mesh
