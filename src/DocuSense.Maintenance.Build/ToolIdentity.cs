using System.Reflection;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Build;

/// <summary>Which tool this is.</summary>
internal static class ToolIdentity
{
    /// <summary>The identity of the engine's very build, so that no other build's cache is replayed, whatever its version says.</summary>
    public static string Build => typeof(Checker).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>The version that people know it by, <c>1.0.0</c>. Read where it is asked for: most builds write neither report nor log.</summary>
    public static string Version =>
        typeof(Checker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
