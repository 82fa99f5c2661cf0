namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The words of a corpus, cut into tokens, in one array: a cell for every character and one between words. The first and the last cell of
/// a token hold its id. As a token has as many cells as characters, both neighbours are found without links, and a chromosome takes four
/// bytes a base.
/// </summary>
internal sealed class TokenCells
{
    /// <summary>Between words, before the first and after the last.</summary>
    public const int Border = -1;

    private const int Inside = -2;

    private readonly int[] firstCells;
    private readonly long[] wordCounts;

    /// <summary>Lays out the words as characters.</summary>
    /// <param name="words">The words; characters without a token are left out.</param>
    /// <param name="tokens">The tokens of the characters.</param>
    /// <exception cref="OmniException">OH1531: more characters than an array holds.</exception>
    public TokenCells(WordCounts words, CharacterTokens tokens)
    {
        // Words that occur equally often lie together, so that how often a place occurs is told by few numbers.
        var order = Enumerable.Range(0, words.Count).OrderBy(words.Occurrences).ToArray();
        Cells = GC.AllocateUninitializedArray<int>(Length(words));
        List<int> starts = [];
        List<long> counts = [];
        var used = 0;
        Cells[used++] = Border;
        foreach (var word in order)
        {
            if (counts.Count == 0 || counts[^1] != words.Occurrences(word))
            {
                starts.Add(used);
                counts.Add(words.Occurrences(word));
            }
            var characters = new WordCharacters(words.Utf8(word));
            while (characters.MoveNext())
                if (tokens.TryGet(characters.Current, characters.Position, out var token)) Cells[used++] = token;
            Cells[used++] = Border;
        }
        Array.Fill(Cells, Border, used, Cells.Length - used);
        firstCells = [.. starts];
        wordCounts = [.. counts];
    }

    /// <summary>The ids where a token begins and ends, or <see cref="Border"/>; what stands elsewhere means nothing.</summary>
    public int[] Cells { get; }

    /// <summary>Makes one token of two neighbours.</summary>
    /// <param name="at">First cell of the left one.</param>
    /// <param name="left">Its characters.</param>
    /// <param name="right">Characters of the right one.</param>
    /// <param name="product">Id of the token they become.</param>
    public void Join(int at, int left, int right, int product)
    {
        // Nobody who remembers that a token began or ended here may find it again.
        Cells[at + left - 1] = Inside;
        Cells[at + left] = Inside;
        Cells[at] = product;
        Cells[at + left + right - 1] = product;
    }

    /// <summary>How often the word around a cell occurs; cells are to be asked for in ascending order.</summary>
    public WordCountCursor WordCounts() => new(this);

    /// <summary>All tokens, from the first word to the last.</summary>
    /// <param name="characters">Of every token, by id.</param>
    public TokenWalk Tokens(int[] characters) => new(Cells, characters);

    /// <summary>Number of tokens, each word counted as often as it occurs.</summary>
    /// <param name="characters">Of every token, by id.</param>
    public long CountTokens(int[] characters)
    {
        long count = 0;
        var words = WordCounts();
        var walk = Tokens(characters);
        while (walk.MoveNext()) count += words.At(walk.Cell);
        return count;
    }

    private static int Length(WordCounts words)
    {
        var cells = 1L + words.Count;
        for (var word = 0; word < words.Count; word++) cells += Utf8Characters(words.Utf8(word));
        return cells <= Array.MaxLength ? (int)cells : throw new OmniException(
            "OH1531", FormattableString.Invariant($"the different words of the corpus have {cells - words.Count - 1:N0} characters"),
            advice: FormattableString.Invariant($"Train on a part of them: at most {Array.MaxLength:N0}."));
    }

    // Every byte of UTF-8 that does not go on a character begins one.
    private static long Utf8Characters(ReadOnlySpan<byte> word)
    {
        long characters = 0;
        foreach (var one in word)
            if ((one & 0xC0) != 0x80) characters++;
        return characters;
    }

    internal struct TokenWalk(int[] cells, int[] characters)
    {
        private int next = 0;

        /// <summary>First cell of the token.</summary>
        public int Cell { get; private set; }

        /// <summary>Its id.</summary>
        public int Token { get; private set; }

        /// <summary>Id of the token behind it, or <see cref="Border"/>.</summary>
        public readonly int Behind => cells[next];

        public bool MoveNext()
        {
            while (next < cells.Length && cells[next] == Border) next++;
            if (next == cells.Length) return false;
            Cell = next;
            Token = cells[next];
            next += characters[Token];
            return true;
        }
    }

    internal struct WordCountCursor(TokenCells owner)
    {
        private long count;
        private int end;

        public long At(int cell)
        {
            if (cell >= end) MoveTo(cell);
            return count;
        }

        private void MoveTo(int cell)
        {
            var found = Array.BinarySearch(owner.firstCells, cell);
            var run = found < 0 ? ~found - 1 : found;
            count = owner.wordCounts[run];
            end = run + 1 < owner.firstCells.Length ? owner.firstCells[run + 1] : int.MaxValue;
        }
    }
}
