using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>How the inner loops are compiled.</summary>
internal static class Hot
{
    /// <summary>
    /// At once and fully (<c>AggressiveOptimization</c>, which netstandard2.0 has no name for): a check in a build is over before the runtime would
    /// have found out what is worth it, and would have spent its time counting.
    /// </summary>
    public const MethodImplOptions Loop = (MethodImplOptions)512;
}
