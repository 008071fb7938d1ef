using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>The names under which a file knows the functions that import.</content>
internal ref partial struct SourceWalker
{
    /// <summary>So many aliases are searched for; a file with more is no program.</summary>
    private const int MaximumAliases = 64;

    /// <summary>Remembers that an import binds a name, where that may lead to a function that imports.</summary>
    private void Bind(string name, string origin)
    {
        if (!DynamicImport.IsRelevant(origin))
            return;
        _buffers.Bindings.Push() = new Binding(name, origin);
        if (!DynamicImport.IsTarget(origin))
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (IsCandidate(bytes) || _buffers.Aliases.Count >= MaximumAliases)
            return;
        _buffers.Aliases.Push() = bytes;
        _aliasFound = true;
    }

    private readonly void BindStar(string module, int level)
    {
        if (level > 0)
            return;
        foreach (string target in DynamicImport.Targets)
            if (target.Length > module.Length && target[module.Length] == '.' && target.StartsWith(module, StringComparison.Ordinal)
                && target.IndexOf('.', module.Length + 1) < 0)
                _buffers.Bindings.Push() = new Binding(target.Substring(module.Length + 1), target);
    }
}
