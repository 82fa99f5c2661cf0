namespace OmniHelix.Tokenizers;

/// <summary>Kinds of tokenizers that a configuration names by their class.</summary>
internal enum TokenizerFamily
{
    /// <summary>No class, or one that says nothing.</summary>
    Unnamed,

    /// <summary>A <c>vocab.txt</c> whose entries are all unsplittable.</summary>
    Esm,

    /// <summary>A <c>vocab.txt</c> of WordPiece.</summary>
    Bert,

    /// <summary><c>vocab.json</c> and <c>merges.txt</c> of byte pair encoding of bytes.</summary>
    Roberta,

    /// <summary>A <c>vocab.txt</c> of letters or k-mers.</summary>
    Kmers,

    /// <summary>Bytes, without a vocabulary.</summary>
    Bytes,

    /// <summary>A class whose tokenizer stands wholly in <c>tokenizer.json</c>.</summary>
    Pipeline,

    /// <summary>Another class.</summary>
    Unknown,
}

/// <summary>The classes of the public libraries.</summary>
internal static class TokenizerClasses
{
    private static readonly Dictionary<string, TokenizerFamily> Families = new(
        KmerFormat.Classes.Select(name => KeyValuePair.Create(name, TokenizerFamily.Kmers)))
    {
        [ByteTokenizer.Class] = TokenizerFamily.Bytes,
        ["EsmTokenizer"] = TokenizerFamily.Esm,
        ["EsmTokenizerFast"] = TokenizerFamily.Esm,
        ["BertTokenizer"] = TokenizerFamily.Bert,
        ["BertTokenizerFast"] = TokenizerFamily.Bert,
        ["DistilBertTokenizer"] = TokenizerFamily.Bert,
        ["DistilBertTokenizerFast"] = TokenizerFamily.Bert,
        ["RobertaTokenizer"] = TokenizerFamily.Roberta,
        ["RobertaTokenizerFast"] = TokenizerFamily.Roberta,
        ["PreTrainedTokenizerFast"] = TokenizerFamily.Pipeline,
        ["TokenizersBackend"] = TokenizerFamily.Pipeline,
    };

    /// <summary>The names that are known.</summary>
    public static IEnumerable<string> Names => Families.Keys;

    /// <summary>The family of a class.</summary>
    public static TokenizerFamily FamilyOf(string? name) =>
        name is null ? TokenizerFamily.Unnamed : Families.GetValueOrDefault(name, TokenizerFamily.Unknown);
}
