using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests;

public sealed class ByteAlphabetTests
{
    [Fact]
    public void EveryByteHasItsLetterAndComesBack()
    {
        var letters = Enumerable.Range(0, 256).Select(value => ByteAlphabet.OfByte((byte)value)).ToList();
        Assert.Equal(256, letters.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 256), letters.Select(ByteAlphabet.ByteOf));
        Assert.DoesNotContain(letters, letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
    }

    // The letters every tokenizer.json of the GPT-2 kind is full of.
    [Theory]
    [InlineData(0x00, '\u0100')]
    [InlineData(0x09, 'ĉ')]
    [InlineData(0x0A, 'Ċ')]
    [InlineData(0x20, 'Ġ')]
    [InlineData(0x41, 'A')]
    [InlineData(0x7F, 'ġ')]
    [InlineData(0x80, 'Ģ')]
    [InlineData(0xA0, 'ł')]
    [InlineData(0xAD, 'Ń')]
    [InlineData(0xC3, 'Ã')]
    [InlineData(0xFF, 'ÿ')]
    public void BlanksAndControlCharactersHaveStandIns(int value, char letter)
    {
        Assert.Equal(letter, ByteAlphabet.OfByte((byte)value));
        Assert.Equal(value, ByteAlphabet.ByteOf(letter));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('\u00AD')]
    [InlineData('\u0144')]
    [InlineData('▁')]
    [InlineData('\uFFFF')]
    public void OtherLettersStandForNoByte(char letter) => Assert.Equal(-1, ByteAlphabet.ByteOf(letter));
}
