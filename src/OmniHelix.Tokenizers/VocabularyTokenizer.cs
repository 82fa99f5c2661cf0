using System.Collections.Frozen;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The ESM kind of tokenizer (also OmniGenome, Nucleotide Transformer, RNA-FM): every vocabulary entry is unsplittable, the text is cut by
/// leftmost-longest match, and each run between matches becomes one unknown token. Vocabularies of single characters take a path of one
/// table look-up per character.
/// </summary>
internal sealed class VocabularyTokenizer : OmniTokenizer
{
    private const int Unknown = -1, Blank = -2, ManyLetters = -3;

    private readonly Vocabulary vocabulary;
    private readonly TokenTrie trie;
    private readonly TokenTrie literals;
    private readonly char[] fold = [];
    private readonly int[] single = new int[128];
    private readonly int unknown;
    private readonly bool addWhitespace;
    private readonly Molecule? statedMolecule;

    public VocabularyTokenizer(Vocabulary vocabulary, TokenizerOptions options)
    {
        this.vocabulary = vocabulary;
        unknown = vocabulary.Special.Unknown!.Value;
        Uracil = options.Uracil ?? UracilPolicy.None;
        Case = options.Case ?? CasePolicy.Keep;
        MaxLength = options.MaxLength ?? int.MaxValue;
        addWhitespace = options.AddWhitespace ?? false;
        statedMolecule = options.Molecule;
        Learned = options.Learned;
        TruncationSide = options.TruncationSide ?? TokenSide.Right;
        PaddingSide = options.PaddingSide ?? TokenSide.Right;
        if (Uracil != UracilPolicy.None || Case != CasePolicy.Keep) fold = [.. Enumerable.Range(0, 128).Select(c => Converted((char)c))];
        var special = vocabulary.Special.All.ToFrozenSet();
        Molecule = statedMolecule ?? VocabularyMolecule.Of(vocabulary.Tokens.Where((_, id) => !special.Contains(id)));
        Template = TemplateOf(vocabulary.Special);
        literals = new TokenTrie(special.Select(id => (vocabulary.Tokens[id], id)));
        // With blanks between characters only single characters can match.
        var matched = vocabulary.Tokens.Select((token, id) => (token, id))
            .Where(entry => !addWhitespace || new System.Globalization.StringInfo(entry.token).LengthInTextElements == 1);
        trie = new TokenTrie(matched);
        FillTable(special);
    }

    public override int VocabularySize => vocabulary.Tokens.Count;
    public override SpecialTokens Special => vocabulary.Special;
    public override SpecialTokenTemplate Template { get; }
    public override Molecule Molecule { get; }
    public override int MaxLength { get; }
    public override UracilPolicy Uracil { get; }
    public override CasePolicy Case { get; }
    public override LearnedLetters? Learned { get; }
    public override TokenSide TruncationSide { get; }
    public override TokenSide PaddingSide { get; }

    public override IReadOnlyList<TokenizerStage> Stages =>
        [new("model", addWhitespace ? "vocabulary of single characters" : "vocabulary, the longest entry first")];

    public override string TokenOf(int id) => vocabulary.Tokens[id];

    public override int? IdOf(string token) => vocabulary.IdOf(token);

    /// <summary>Reads <c>vocab.txt</c> of a folder, with the tokens that were added to it.</summary>
    /// <exception cref="OmniException">OH1501 it is empty; OH1504 a role without a token; OH1506 it is damaged.</exception>
    public static VocabularyTokenizer Read(string folder, TokenizerConfig config, TokenizerOptions options) =>
        new(Vocabulary.Read(folder, config), config.Merge(options));

    public override void SavePretrained(string folder, LearnedLetters? learned)
    {
        var options = new TokenizerOptions
        {
            Uracil = Uracil,
            Case = Case,
            AddWhitespace = addWhitespace,
            MaxLength = MaxLength,
            Molecule = statedMolecule,
            Learned = learned,
            TruncationSide = TruncationSide,
            PaddingSide = PaddingSide,
        };
        vocabulary.Files().Write(folder, this, options);
    }

    public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
    {
        var first = tokens.Count;
        // There are at most as many tokens as characters.
        var ids = tokens.Reserve(sequence.Length, out var spans);
        int count = 0, run = -1, i = 0;
        while (i < sequence.Length)
        {
            var c = sequence[i];
            var id = c < 128 ? single[c] : ManyLetters;
            var length = 1;
            if (id == ManyLetters)
            {
                (id, length) = Match(sequence[i..]);
                if (id < 0) (id, length) = (IsBlank(c) ? Blank : Unknown, 1);
            }
            if (id == Unknown)
            {
                if (run < 0) run = i;
                i++;
                if (addWhitespace && !(char.IsHighSurrogate(c) && i < sequence.Length)) EndRun(ids, spans, ref count, ref run, i);
                continue;
            }
            EndRun(ids, spans, ref count, ref run, i);
            if (id >= 0)
            {
                ids[count] = id;
                spans[count] = new TokenSpan(i, i + length);
                count++;
            }
            i += length;
        }
        EndRun(ids, spans, ref count, ref run, i);
        tokens.Remove(first + count, first + sequence.Length);
    }

    public override (int First, int Second) KeptOfPair(int first, int second, int room) => PairTruncation.OddToFirst(first, second, room);

    // The tokenizer of ESM begins with the class token and ends each sequence with the end token; without an end token it joins no pairs.
    private static SpecialTokenTemplate TemplateOf(SpecialTokens special)
    {
        int[] before = special.Cls is { } cls ? [cls] : [];
        return special.Eos is { } eos ? new SpecialTokenTemplate(before, [eos], [eos]) : new SpecialTokenTemplate(before, []);
    }

    private void EndRun(Span<int> ids, Span<TokenSpan> spans, ref int count, ref int run, int end)
    {
        if (run < 0) return;
        ids[count] = unknown;
        spans[count] = new TokenSpan(run, end);
        count++;
        run = -1;
    }

    private (int Id, int Length) Match(ReadOnlySpan<char> text)
    {
        var match = trie.Longest(text, fold);
        if (fold.Length == 0 && !addWhitespace) return match;
        // Special tokens written in the text are neither converted nor taken apart.
        var literal = literals.Longest(text, default);
        return literal.Length > match.Length ? literal : match;
    }

    // The reference implementation splits at the four ASCII separators too.
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    private void FillTable(FrozenSet<int> special)
    {
        var several = new bool[128];
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (vocabulary.Tokens[id] is not { Length: > 1 } token || token[0] >= 128) continue;
            if (!addWhitespace || special.Contains(id)) several[token[0]] = true;
        }
        for (var c = 0; c < 128; c++)
        {
            var folded = fold.Length == 0 ? (char)c : fold[c];
            if (several[c] || several[folded]) single[c] = ManyLetters;
            else if (vocabulary.IdOf(folded.ToString()) is { } id) single[c] = id;
            else single[c] = IsBlank((char)c) ? Blank : Unknown;
        }
    }
}
