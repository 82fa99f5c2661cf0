namespace OmniHelix.Tokenizers.Unicode;

/// <summary>The normalization forms of Unicode (Unicode Standard Annex 15).</summary>
internal enum UnicodeForm
{
    /// <summary>Canonical decomposition, then composition.</summary>
    C,

    /// <summary>Canonical decomposition.</summary>
    D,

    /// <summary>Compatibility decomposition, then composition.</summary>
    KC,

    /// <summary>Compatibility decomposition.</summary>
    KD,
}
