using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Environments;

/// <summary>Marks methods that run tens of thousands of times in the first check, long before the runtime would optimise them by itself.</summary>
internal static class HotLoop
{
    /// <summary><c>MethodImplOptions.AggressiveOptimization</c>, which .NET Standard does not name; runtimes that do not know it ignore it.</summary>
    public const MethodImplOptions Optimized = (MethodImplOptions)512;
}
