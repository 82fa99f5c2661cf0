using System.Collections.ObjectModel;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokens with a role by the names that the roles have in configurations: <c>unk_token</c>, <c>cls_token</c>, <c>pad_token</c>,
/// <c>mask_token</c>, <c>eos_token</c>, <c>bos_token</c>, <c>sep_token</c>, as far as the tokenizer has them.
/// </summary>
public sealed class SpecialTokensMap : ReadOnlyDictionary<string, string>
{
    internal SpecialTokensMap(IEnumerable<(string Role, string Token)> tokens) : base(tokens.ToDictionary())
    {
    }

    /// <summary>As in <c>unk_token: &lt;unk&gt;, cls_token: &lt;cls&gt;</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(token => $"{token.Key}: {token.Value}"));
}
