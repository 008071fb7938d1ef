#if !NET
namespace Microsoft.Build.Framework;

/// <summary>Tells MSBuild that the task may run in its own process beside others. MSBuild knows it by its full name.</summary>
/// <remarks>The MSBuild that the netstandard2.0 build compiles against does not have it yet.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
#endif
