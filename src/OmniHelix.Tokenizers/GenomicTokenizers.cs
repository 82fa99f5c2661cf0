using System.Text.Json.Nodes;
using OmniHelix.Tokenizers.Genomic;

namespace OmniHelix.Tokenizers;

/// <summary>Tokenizers that need no files: those of nucleotides, residues, structures and bytes that published models have.</summary>
/// <example><code>
/// GenomicTokenizers.Rna(kmer: 3).Tokenize("ACGTA").Ids;   // 1 13 44 71 2
/// </code></example>
public static class GenomicTokenizers
{
    private const int Pad = 0, Cls = 1, Eos = 2, Unknown = 3, Mask = 4;

    /// <summary>The RNA tokenizer of multimolecule: upper case, T read as U.</summary>
    /// <param name="kmer">Letters of a token; there is one at every letter.</param>
    /// <param name="codons">Tokens are codons instead, one behind the other.</param>
    /// <param name="alphabet">Letters of the vocabulary; by default all, and the four bases and N for tokens of several letters.</param>
    /// <param name="options">What goes before the usual conversions.</param>
    /// <exception cref="UsageException">OH1518: there would be too many tokens.</exception>
    public static OmniTokenizer Rna(
        int kmer = 1, bool codons = false, NucleotideAlphabet? alphabet = null, TokenizerOptions? options = null) =>
        Multimolecule(KmerFormat.Rna, CutOf(kmer, codons), cut => MultimoleculeVocabulary.Rna(alphabet ?? UsualAlphabet(cut)), options);

    /// <summary>The DNA tokenizer of multimolecule: upper case, U read as T.</summary>
    /// <inheritdoc cref="Rna"/>
    public static OmniTokenizer Dna(
        int kmer = 1, bool codons = false, NucleotideAlphabet? alphabet = null, TokenizerOptions? options = null) =>
        Multimolecule(KmerFormat.Dna, CutOf(kmer, codons), cut => MultimoleculeVocabulary.Dna(alphabet ?? UsualAlphabet(cut)), options);

    /// <summary>The protein tokenizer of multimolecule: one token a residue, upper case.</summary>
    public static OmniTokenizer Protein(TokenizerOptions? options = null) =>
        Multimolecule(KmerFormat.Protein, KmerCut.Letters, _ => MultimoleculeVocabulary.Protein, options);

    /// <summary>The tokenizer of multimolecule for secondary structures.</summary>
    public static OmniTokenizer DotBracket(TokenizerOptions? options = null) =>
        Multimolecule(KmerFormat.DotBracket, KmerCut.Letters, _ => MultimoleculeVocabulary.DotBracket, options);

    /// <summary>
    /// The tokenizer of DNABERT: a k-mer at every letter, so that each letter but the outermost is in k tokens. Text may be cut into k-mers
    /// already, with blanks between them.
    /// </summary>
    /// <param name="kmer">Letters of a token; 3 to 6 in the published models.</param>
    /// <param name="options">What goes before the usual conversions, which are none.</param>
    /// <exception cref="UsageException">OH1518: there would be too many tokens.</exception>
    public static OmniTokenizer Dnabert(int kmer = 6, TokenizerOptions? options = null)
    {
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        string[] tokens = [.. special, .. KmerVocabulary.Of("ATCG", kmer)];
        var roles = new SpecialTokens { Pad = 0, Unknown = 1, Cls = 2, Sep = 3, Mask = 4 };
        return new KmerTokenizer(
            new Vocabulary(tokens, tokens.Length, roles), Enumerable.Range(0, special.Length), KmerFormat.Dnabert,
            KmerCut.Overlapping(kmer), options ?? new(), []);
    }

    /// <summary>
    /// The k-mer tokenizer of OmniGenBench on the vocabulary of another: k-mers that overlap as said, shorter ones at the end. With k = 1
    /// it is its tokenizer of single nucleotides.
    /// </summary>
    /// <param name="vocabulary">A tokenizer with an unknown token.</param>
    /// <param name="kmer">Letters of a token.</param>
    /// <param name="overlap">Letters that a token shares with the next.</param>
    /// <param name="options">What goes before the conversions of <paramref name="vocabulary"/>.</param>
    /// <exception cref="UsageException">OH1519: the k-mers would not move on, or there is no unknown token.</exception>
    public static OmniTokenizer Kmers(OmniTokenizer vocabulary, int kmer, int overlap = 0, TokenizerOptions? options = null)
    {
        if (kmer < 1 || overlap < 0 || overlap >= kmer)
            throw new UsageException(
                "OH1519", $"{kmer}-mers that share {overlap} letters", null, "Give at least one letter, and a smaller overlap.");
        if (vocabulary.Special.Unknown is null)
            throw new UsageException("OH1519", "the vocabulary has no unknown token", null, "Most k-mers are in no vocabulary of others.");
        string[] tokens = [.. Enumerable.Range(0, vocabulary.VocabularySize).Select(vocabulary.TokenOf)];
        var asked = options ?? new();
        return new KmerTokenizer(
            new Vocabulary(tokens, tokens.Length, vocabulary.Special),
            Enumerable.Range(0, tokens.Length).Where(vocabulary.IsSpecial),
            KmerFormat.OmniKmers,
            new KmerCut(kmer, kmer - overlap, KmerTail.Kept),
            asked with
            {
                Uracil = asked.Uracil ?? vocabulary.Uracil,
                Case = asked.Case ?? vocabulary.Case,
                MaxLength = asked.MaxLength ?? vocabulary.MaxLength,
                Molecule = asked.Molecule ?? vocabulary.Molecule,
            },
            []);
    }

    /// <summary>
    /// Given k-mers, such as those of a data set, behind the special tokens of genomeNLP: upper case, nothing is put around a sequence, and
    /// letters behind the last whole k-mer have no token.
    /// </summary>
    /// <param name="kmers">In the order of their ids; at least one, all of one length.</param>
    /// <param name="stride">Letters from the start of a k-mer to the start of the next; at most their length.</param>
    /// <param name="options">What goes before the usual conversions.</param>
    /// <exception cref="UsageException">OH1519: no k-mers, of several lengths, or with gaps between them.</exception>
    public static OmniTokenizer Kmers(IReadOnlyList<string> kmers, int stride = 1, TokenizerOptions? options = null)
    {
        var length = kmers.Count == 0 ? 0 : kmers[0].Length;
        if (length == 0 || stride < 1 || stride > length || kmers.Any(kmer => kmer.Length != length))
            throw new UsageException(
                "OH1519", FormattableString.Invariant($"{kmers.Count} k-mers of {length} letters, {stride} letters apart"), null,
                "Give k-mers of one length, and a stride from 1 to that length.");
        var special = TokenizerTrainingOptions.UsualSpecialTokens;
        var vocabulary = new Vocabulary(
            [.. special, .. kmers], special.Count + kmers.Count, new SpecialTokens { Unknown = 2, Pad = 3, Mask = 4 });
        // The first two mark no ends here.
        return new KmerTokenizer(
            vocabulary, Enumerable.Range(0, special.Count), KmerFormat.Given, new KmerCut(length, stride, KmerTail.Dropped),
            options ?? new(), new() { ["extra_special_tokens"] = new JsonArray(special[0], special[1]) });
    }

    /// <summary>The tokenizer of Evo: every byte of the text is a token.</summary>
    public static OmniTokenizer Bytes(TokenizerOptions? options = null) => new ByteTokenizer(options ?? new(), []);

    /// <summary>
    /// Single bases A, C, G, T with the ids 0 to 3, every other letter as N with the id 4, in either case, U read as T; nothing is put
    /// around a sequence. <see cref="OneHot"/> makes rows of them.
    /// </summary>
    public static OmniTokenizer OneHotBases(TokenizerOptions? options = null)
    {
        string[] tokens = ["A", "C", "G", "T", "N", "<pad>"];
        var roles = new SpecialTokens { Unknown = 4, Pad = 5 };
        return new KmerTokenizer(
            new Vocabulary(tokens, tokens.Length, roles), roles.All, KmerFormat.OneHot, KmerCut.Letters, options ?? new(), []);
    }

    private static KmerTokenizer Multimolecule(
        KmerFormat format, KmerCut cut, Func<KmerCut, string> alphabet, TokenizerOptions? options) => Multimolecule(
            format, cut, alphabet(cut), options ?? new(),
            new() { ["extra_special_tokens"] = new JsonArray(MultimoleculeVocabulary.Special[^1]) });

    /// <summary>A tokenizer of multimolecule without a file of its vocabulary.</summary>
    internal static KmerTokenizer Multimolecule(
        KmerFormat format, KmerCut cut, string alphabet, TokenizerOptions options, JsonObject settings)
    {
        var tokens = MultimoleculeVocabulary.Of(alphabet, cut.Length);
        var roles = new SpecialTokens { Pad = Pad, Cls = Cls, Bos = Cls, Eos = Eos, Sep = Eos, Unknown = Unknown, Mask = Mask };
        return new KmerTokenizer(
            new Vocabulary(tokens, tokens.Count, roles), Enumerable.Range(0, MultimoleculeVocabulary.Special.Length), format, cut,
            options, settings);
    }

    private static KmerCut CutOf(int kmer, bool codons) => codons ? KmerCut.Codons : KmerCut.Overlapping(kmer);

    private static NucleotideAlphabet UsualAlphabet(KmerCut cut) =>
        cut.Length == 1 ? NucleotideAlphabet.Standard : NucleotideAlphabet.Streamline;
}
