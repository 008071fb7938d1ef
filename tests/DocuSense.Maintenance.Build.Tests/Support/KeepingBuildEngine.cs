using System.Collections;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>A build that also keeps objects for its tasks, as those of MSBuild do; it ends when it is disposed of.</summary>
public sealed class KeepingBuildEngine : FakeBuildEngine, IBuildEngine4, IDisposable
{
    private readonly Dictionary<object, object> _kept = [];

    public int Kept => _kept.Count;

    public bool IsRunningMultipleNodes => false;

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection)
    {
        Assert.Equal((RegisteredTaskObjectLifetime.Build, false), (lifetime, allowEarlyCollection));
        _kept.Add(key, obj);
    }

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _kept.GetValueOrDefault(key);

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _kept.Remove(key, out object? kept) ? kept : null;

    public void Dispose()
    {
        foreach (object kept in _kept.Values)
            ((IDisposable)kept).Dispose();
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject, string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) =>
        throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties, string[] toolsVersion, bool returnTargetOutputs) =>
        throw new NotSupportedException();

    public void Yield() => throw new NotSupportedException();

    public void Reacquire() => throw new NotSupportedException();
}
