namespace OmniHelix.Tokenizers.Unicode;

/// <summary>A value of every code point, in pages of 256; pages without a value of their own are one.</summary>
internal sealed class CodePointTable<T> where T : struct
{
    private const int PageBits = 8, PageSize = 1 << PageBits, Pages = 0x110000 >> PageBits;

    private static readonly T[] Blank = new T[PageSize];

    private readonly T[][] pages = [.. Enumerable.Repeat(Blank, Pages)];

    /// <summary>The default of <typeparamref name="T"/> where none was set.</summary>
    public T this[int code]
    {
        get => pages[code >> PageBits][code & (PageSize - 1)];
        set
        {
            ref var page = ref pages[code >> PageBits];
            if (page == Blank) page = new T[PageSize];
            page[code & (PageSize - 1)] = value;
        }
    }
}
