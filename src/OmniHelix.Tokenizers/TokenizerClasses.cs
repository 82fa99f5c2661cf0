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

    /// <summary>A <c>.model</c> of SentencePiece whose pieces have the ids that they have there.</summary>
    SentencePiece,

    /// <summary>A class whose tokenizer stands wholly in <c>tokenizer.json</c>.</summary>
    Pipeline,

    /// <summary>Another class.</summary>
    Unknown,
}

/// <summary>The classes of the public libraries.</summary>
internal static class TokenizerClasses
{
    /// <summary>Words and pieces of words.</summary>
    public const string Bert = "BertTokenizer";

    /// <summary>SentencePiece between two special tokens.</summary>
    public const string Albert = "AlbertTokenizer";

    /// <summary>SentencePiece behind the beginning of a sequence.</summary>
    public const string Llama = "LlamaTokenizer";

    /// <summary>SentencePiece with the end of a sequence.</summary>
    public const string T5 = "T5Tokenizer";

    private const string Fast = "Fast";

    private static readonly Dictionary<string, TokenizerFamily> Families = new(
        KmerFormat.Classes.Select(name => KeyValuePair.Create(name, TokenizerFamily.Kmers)))
    {
        [ByteTokenizer.Class] = TokenizerFamily.Bytes,
        ["EsmTokenizer"] = TokenizerFamily.Esm,
        ["EsmTokenizerFast"] = TokenizerFamily.Esm,
        [Bert] = TokenizerFamily.Bert,
        [Bert + Fast] = TokenizerFamily.Bert,
        ["DistilBertTokenizer"] = TokenizerFamily.Bert,
        ["DistilBertTokenizerFast"] = TokenizerFamily.Bert,
        ["RobertaTokenizer"] = TokenizerFamily.Roberta,
        ["RobertaTokenizerFast"] = TokenizerFamily.Roberta,
        [Albert] = TokenizerFamily.SentencePiece,
        [Albert + Fast] = TokenizerFamily.SentencePiece,
        [Llama] = TokenizerFamily.SentencePiece,
        [Llama + Fast] = TokenizerFamily.SentencePiece,
        [T5] = TokenizerFamily.SentencePiece,
        [T5 + Fast] = TokenizerFamily.SentencePiece,
        ["PreTrainedTokenizerFast"] = TokenizerFamily.Pipeline,
        ["TokenizersBackend"] = TokenizerFamily.Pipeline,
    };

    /// <summary>The names that are known.</summary>
    public static IEnumerable<string> Names => Families.Keys;

    /// <summary>The name of a class without what tells its faster form.</summary>
    public static string? WithoutFast(string? name) =>
        name?.EndsWith(Fast, StringComparison.Ordinal) == true ? name[..^Fast.Length] : name;

    /// <summary>The family of a class.</summary>
    public static TokenizerFamily FamilyOf(string? name) =>
        name is null ? TokenizerFamily.Unnamed : Families.GetValueOrDefault(name, TokenizerFamily.Unknown);
}
