<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl" sourcelanguage="en">
  <context>
    <name>ritocco</name>
    <message numerus="yes">
      <source>%n here</source>
      <translation>
        <numerusform>%n na miejscu</numerusform>
        <numerusform>%n na miejscu</numerusform>
        <numerusform>%n na miejscu</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n models</source>
      <translation>
        <numerusform>%n model</numerusform>
        <numerusform>%n modele</numerusform>
        <numerusform>%n modeli</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n pass(es)</source>
      <translation>
        <numerusform>%n przebieg</numerusform>
        <numerusform>%n przebiegi</numerusform>
        <numerusform>%n przebiegów</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n obraz</numerusform>
        <numerusform>%n obrazy</numerusform>
        <numerusform>%n obrazów</numerusform>
      </translation>
    </message>
    <message>
      <source>&amp;100 %</source>
      <translation>&amp;100 %</translation>
    </message>
    <message>
      <source>&amp;About Easel</source>
      <translation>O progr&amp;amie Easel</translation>
    </message>
    <message>
      <source>&amp;All</source>
      <translation>&amp;Wszystko</translation>
    </message>
    <message>
      <source>&amp;Close</source>
      <translation>&amp;Zamknij</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <translation>&amp;Kopiuj</translation>
    </message>
    <message>
      <source>&amp;Crop to selection</source>
      <translation>&amp;Przytnij do zaznaczenia</translation>
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation>&amp;Ciemny</translation>
    </message>
    <message>
      <source>&amp;Duplicate</source>
      <translation>&amp;Powiel</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Edycja</translation>
    </message>
    <message>
      <source>&amp;Export flattened…</source>
      <translation>&amp;Eksportuj spłaszczony…</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Plik</translation>
    </message>
    <message>
      <source>&amp;First steps</source>
      <translation>&amp;Pierwsze kroki</translation>
    </message>
    <message>
      <source>&amp;Fit the window</source>
      <translation>&amp;Dopasuj do okna</translation>
    </message>
    <message>
      <source>&amp;Flatten the picture</source>
      <translation>&amp;Spłaszcz obraz</translation>
    </message>
    <message>
      <source>&amp;Flip (up and down)</source>
      <translation>Odbij w &amp;pionie</translation>
    </message>
    <message>
      <source>&amp;Generate a picture…</source>
      <translation>W&amp;ygeneruj obraz…</translation>
    </message>
    <message>
      <source>&amp;Grow…</source>
      <translation>&amp;Powiększ…</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>Pomo&amp;c</translation>
    </message>
    <message>
      <source>&amp;Image</source>
      <translation>&amp;Obraz</translation>
    </message>
    <message>
      <source>&amp;Image size…</source>
      <translation>Rozmiar o&amp;brazu…</translation>
    </message>
    <message>
      <source>&amp;Invert</source>
      <translation>&amp;Odwróć</translation>
    </message>
    <message>
      <source>&amp;Keyboard shortcuts</source>
      <translation>&amp;Skróty klawiszowe</translation>
    </message>
    <message>
      <source>&amp;Layer</source>
      <translation>&amp;Warstwa</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <translation>&amp;Jasny</translation>
    </message>
    <message>
      <source>&amp;Lower</source>
      <translation>&amp;Niżej</translation>
    </message>
    <message>
      <source>&amp;Mask from selection</source>
      <translation>&amp;Maska z zaznaczenia</translation>
    </message>
    <message>
      <source>&amp;Mirror (left and right)</source>
      <translation>Odbij w po&amp;ziomie</translation>
    </message>
    <message>
      <source>&amp;New layer</source>
      <translation>&amp;Nowa warstwa</translation>
    </message>
    <message>
      <source>&amp;New…</source>
      <translation>&amp;Nowy…</translation>
    </message>
    <message>
      <source>&amp;Next picture</source>
      <translation>&amp;Następny obraz</translation>
    </message>
    <message>
      <source>&amp;Nothing</source>
      <translation>&amp;Nic</translation>
    </message>
    <message>
      <source>&amp;Open…</source>
      <translation>&amp;Otwórz…</translation>
    </message>
    <message>
      <source>&amp;Paste as layer</source>
      <translation>&amp;Wklej jako warstwę</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>Za&amp;kończ</translation>
    </message>
    <message>
      <source>&amp;Raise</source>
      <translation>&amp;Wyżej</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Ponów</translation>
    </message>
    <message>
      <source>&amp;Ritocco</source>
      <translation>&amp;Ritocco</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>&amp;Zapisz</translation>
    </message>
    <message>
      <source>&amp;Select</source>
      <translation>Za&amp;znaczenie</translation>
    </message>
    <message>
      <source>&amp;Select from mask</source>
      <translation>&amp;Zaznacz z maski</translation>
    </message>
    <message>
      <source>&amp;Soften edge…</source>
      <translation>&amp;Zmiękcz krawędź…</translation>
    </message>
    <message>
      <source>&amp;Theme</source>
      <translation>&amp;Motyw</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Cofnij</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Widok</translation>
    </message>
    <message>
      <source>1 to 64 letters (a to z), digits, - or _</source>
      <translation>1 do 64 literami (a do z), cyframi, - lub _</translation>
    </message>
    <message>
      <source>16 bit</source>
      <translation>16 bitów</translation>
    </message>
    <message>
      <source>16 bit float</source>
      <translation>16 bitów, zmiennoprzecinkowe</translation>
    </message>
    <message>
      <source>16-bit</source>
      <translation>16-bitowy</translation>
    </message>
    <message>
      <source>32 bit float</source>
      <translation>32 bity, zmiennoprzecinkowe</translation>
    </message>
    <message>
      <source>64 hexadecimal digits, or empty</source>
      <translation>64 cyframi szesnastkowymi albo niczym</translation>
    </message>
    <message>
      <source>8 bit</source>
      <translation>8 bitów</translation>
    </message>
    <message>
      <source>8-bit</source>
      <translation>8-bitowy</translation>
    </message>
    <message>
      <source>&lt;b&gt;Get a picture.&lt;/b&gt; Drop one into the window, open it ({open}) or paste it ({paste}).</source>
      <translation>&lt;b&gt;Weź obraz.&lt;/b&gt; Upuść go w oknie, otwórz ({open}) albo wklej ({paste}).</translation>
    </message>
    <message>
      <source>&lt;b&gt;Look at it.&lt;/b&gt; Over the picture the arrow keys show other results, &lt;b&gt;C&lt;/b&gt; held down what was there before; &lt;b&gt;Enter&lt;/b&gt; makes the shown one a layer, &lt;b&gt;Esc&lt;/b&gt; leaves it. {undo} takes a layer back. While you type: {dock-previous}, {dock-next}, {dock-apply}.</source>
      <translation>&lt;b&gt;Obejrzyj.&lt;/b&gt; Nad obrazem strzałki pokazują inne wyniki, przytrzymane &lt;b&gt;C&lt;/b&gt; to, co było wcześniej; &lt;b&gt;Enter&lt;/b&gt; robi z pokazanego warstwę, &lt;b&gt;Esc&lt;/b&gt; go zostawia. {undo} cofa warstwę. Podczas pisania: {dock-previous}, {dock-next}, {dock-apply}.</translation>
    </message>
    <message>
      <source>&lt;b&gt;Make it.&lt;/b&gt; Press the panel's button, or {dock-run}. Your picture is not touched.</source>
      <translation>&lt;b&gt;Zrób to.&lt;/b&gt; Naciśnij przycisk panelu albo {dock-run}. Twój obraz pozostaje nietknięty.</translation>
    </message>
    <message>
      <source>&lt;b&gt;Save&lt;/b&gt; with layers, as .ora, or flattened, as PNG, TIFF, WebP or JPEG ({save}).</source>
      <translation>&lt;b&gt;Zapisz&lt;/b&gt; z warstwami jako .ora albo spłaszczony jako PNG, TIFF, WebP lub JPEG ({save}).</translation>
    </message>
    <message>
      <source>&lt;b&gt;Say what you want.&lt;/b&gt; In the panel at the right choose &lt;i&gt;Fill&lt;/i&gt;, &lt;i&gt;Remove&lt;/i&gt;, &lt;i&gt;Extend&lt;/i&gt; or another task; with a model, say in a few words what is to be there.</source>
      <translation>&lt;b&gt;Powiedz, czego chcesz.&lt;/b&gt; W panelu po prawej wybierz &lt;i&gt;Wypełnij&lt;/i&gt;, &lt;i&gt;Usuń&lt;/i&gt;, &lt;i&gt;Rozszerz&lt;/i&gt; lub inne zadanie; mając model, napisz w kilku słowach, co ma tam być.</translation>
    </message>
    <message>
      <source>&lt;b&gt;Select what is to change.&lt;/b&gt; Click an object, or draw across it ({object}), draw around it with the lasso ({lasso}), or drag a rectangle ({rectangle}).</source>
      <translation>&lt;b&gt;Zaznacz to, co ma się zmienić.&lt;/b&gt; Kliknij obiekt albo przeciągnij po nim ({object}), obrysuj go lassem ({lasso}) lub zaznacz prostokątem ({rectangle}).</translation>
    </message>
    <message>
      <source>&lt;b&gt;To be rid of something&lt;/b&gt;, paint over it with the remove brush ({remove}): it is gone when you let go.</source>
      <translation>&lt;b&gt;Aby się czegoś pozbyć&lt;/b&gt;, zamaluj to pędzlem usuwania ({remove}): zniknie, gdy puścisz przycisk.</translation>
    </message>
    <message>
      <source>A .safetensors file, for instance. What it is is found out by itself.</source>
      <translation>Na przykład plik .safetensors. Czym jest, okaże się samo.</translation>
    </message>
    <message>
      <source>A PNG file cannot hold floating-point pixels; ask for tiff or raw.</source>
      <translation>Plik PNG nie mieści pikseli zmiennoprzecinkowych; poproś o tiff lub raw.</translation>
    </message>
    <message>
      <source>A canvas of {canvas} pixels is more than we work on.</source>
      <translation>Płótno {canvas} pikseli jest większe niż to, na czym pracujemy.</translation>
    </message>
    <message>
      <source>A copy of {name} needs {size}, and {free} are free at {parent}. Make room, or add it without --copy, as a link.</source>
      <translation>Kopia {name} wymaga {size}, a w {parent} jest wolne {free}. Zrób miejsce albo dodaj plik bez --copy, jako dowiązanie.</translation>
    </message>
    <message>
      <source>A guide's end must not be before its start.</source>
      <translation>Koniec obrazu prowadzącego nie może być przed jego początkiem.</translation>
    </message>
    <message>
      <source>A larger copy of the picture, with detail, as a document of its own.</source>
      <translation>Większa kopia obrazu, ze szczegółami, jako osobny dokument.</translation>
    </message>
    <message>
      <source>A larger copy of the picture, with detail.</source>
      <translation>Większa kopia obrazu, ze szczegółami.</translation>
    </message>
    <message>
      <source>A larger or a smaller brush</source>
      <translation>Większy lub mniejszy pędzel</translation>
    </message>
    <message>
      <source>A last step that enlarges must enlarge: give upscale a factor above 1, or a larger size.</source>
      <translation>Ostatni krok, który powiększa, musi powiększać: podaj w upscale współczynnik większy od 1 albo większy rozmiar.</translation>
    </message>
    <message>
      <source>A link takes no room, but the file must stay where it is. A copy lies in Ritocco's folder and is yours to move.</source>
      <translation>Dowiązanie nie zajmuje miejsca, ale plik musi zostać tam, gdzie jest. Kopia leży w folderze Ritocco, a swój plik możesz przenosić.</translation>
    </message>
    <message>
      <source>A map of the picture. What you paint over on it is taken away.</source>
      <translation>Mapa obrazu. To, co na niej zamalujesz, zniknie.</translation>
    </message>
    <message>
      <source>A model that is a folder, or a folder full of models: each is taken in. That of A1111, Forge, ComfyUI, InvokeAI, SwarmUI or Fooocus can be used in place.</source>
      <translation>Model w postaci folderu albo folder pełen modeli: każdy zostanie przyjęty. Folder A1111, Forge, ComfyUI, InvokeAI, SwarmUI lub Fooocusa może być używany na miejscu.</translation>
    </message>
    <message>
      <source>A new picture of {size} px</source>
      <translation>Nowy obraz {size} px</translation>
    </message>
    <message>
      <source>A part of it is here</source>
      <translation>Część jest już tutaj</translation>
    </message>
    <message>
      <source>A part of what the picture says of itself (EXIF) is damaged, so it is left away.</source>
      <translation>Część tego, co obraz mówi o sobie (EXIF), jest uszkodzona, więc została pominięta.</translation>
    </message>
    <message>
      <source>A picture of its own; it opens beside this one.</source>
      <translation>Osobny obraz; otworzy się obok tego.</translation>
    </message>
    <message>
      <source>A picture of {size} can be made from {least} to {most} times as large; this would be {ratio} times.</source>
      <translation>Obraz {size} można zrobić od {least} do {most} razy większym; tu byłoby {ratio} razy.</translation>
    </message>
    <message>
      <source>A picture of {size} pixels</source>
      <translation>Obraz {size} pikseli</translation>
    </message>
    <message>
      <source>A processor does not compute in float16; write "bfloat16" or "float32".</source>
      <translation>Procesor nie liczy w float16; wpisz „bfloat16” lub „float32”.</translation>
    </message>
    <message>
      <source>A prompt may have up to {most} parts with AND between them, not {count}. Put commas in place of some.</source>
      <translation>Opis może mieć najwyżej {most} części połączonych słowem AND, a ten ma ich {count}. Zastąp część z nich przecinkami.</translation>
    </message>
    <message>
      <source>A quarter more on every side.</source>
      <translation>O jedną czwartą więcej z każdej strony.</translation>
    </message>
    <message>
      <source>A recipe is a JSON object.</source>
      <translation>Przepis jest obiektem JSON.</translation>
    </message>
    <message>
      <source>A recipe that was finished has its adapters beside the words: {tags} in these counts for nothing.</source>
      <translation>Gotowy przepis ma adaptery zapisane obok słów: {tags} w słowach niczego nie zmienia.</translation>
    </message>
    <message>
      <source>A result is shown on {name}, but not applied.</source>
      <translation>Na obrazie {name} widać wynik, który nie został zastosowany.</translation>
    </message>
    <message>
      <source>A second pass cannot use guides yet; take them out of the recipe.</source>
      <translation>Drugie przejście nie umie jeszcze użyć obrazów prowadzących; usuń je z przepisu.</translation>
    </message>
    <message>
      <source>A server is already running at {address} port {port}. Use that one, stop it, or choose another port.</source>
      <translation>Pod {address}, port {port}, działa już serwer. Użyj go, zatrzymaj go albo wybierz inny port.</translation>
    </message>
    <message>
      <source>A small file, {model}, makes pictures in a few steps: about five times as fast, a little softer. It is not here yet; this shows its size and licence.</source>
      <translation>Mały plik, {model}, pozwala malować w kilku krokach: około pięć razy szybciej, trochę bardziej miękko. Jeszcze go tu nie ma; tutaj widać jego wielkość i licencję.</translation>
    </message>
    <message>
      <source>A style sets model and knobs, and puts its words around yours. Choosing another one takes them off again.</source>
      <translation>Styl ustawia model i pokrętła, a jego słowa otaczają Twoje. Wybór innego stylu zdejmuje je z powrotem.</translation>
    </message>
    <message>
      <source>About Easel</source>
      <translation>O programie Easel</translation>
    </message>
    <message>
      <source>Above</source>
      <translation>Góra</translation>
    </message>
    <message>
      <source>Across</source>
      <translation>W poziomie</translation>
    </message>
    <message>
      <source>Adapters</source>
      <translation>Adaptery</translation>
    </message>
    <message>
      <source>Adapters ({count})</source>
      <translation>Adaptery ({count})</translation>
    </message>
    <message>
      <source>Adapters that begin so</source>
      <translation>Adaptery, które tak się zaczynają</translation>
    </message>
    <message>
      <source>Adapters: {adapters}</source>
      <translation>Adaptery: {adapters}</translation>
    </message>
    <message>
      <source>Add a file…</source>
      <translation>Dodaj plik…</translation>
    </message>
    <message>
      <source>Add a folder…</source>
      <translation>Dodaj folder…</translation>
    </message>
    <message>
      <source>Add adapter…</source>
      <translation>Dodaj adapter…</translation>
    </message>
    <message>
      <source>Add canvas at the sides and paint on. What is there stays bit for bit.</source>
      <translation>Dodaje płótno po bokach i maluje dalej. To, co już jest, zostaje co do bitu.</translation>
    </message>
    <message>
      <source>Add detail with a model</source>
      <translation>Dodaj szczegóły modelem</translation>
    </message>
    <message>
      <source>Add mask</source>
      <translation>Dodaj maskę</translation>
    </message>
    <message>
      <source>Add to selection</source>
      <translation>Dodaj do zaznaczenia</translation>
    </message>
    <message>
      <source>Add to the selection (Shift)</source>
      <translation>Dodaj do zaznaczenia (Shift)</translation>
    </message>
    <message>
      <source>Add to the selection, take from it</source>
      <translation>Dodaj do zaznaczenia, odejmij od niego</translation>
    </message>
    <message>
      <source>Adding {file} to the library…</source>
      <translation>Dodaję {file} do biblioteki…</translation>
    </message>
    <message>
      <source>Additions to a model, of an older kind.</source>
      <translation>Dodatki do modelu, starszego rodzaju.</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adres</translation>
    </message>
    <message>
      <source>Address for other programs</source>
      <translation>Adres dla innych programów</translation>
    </message>
    <message>
      <source>Adds it to the adapters of the open picture.</source>
      <translation>Dodaje go do adapterów otwartego obrazu.</translation>
    </message>
    <message>
      <source>After an upscale the model refines what is there: set diffusion.content to original, and a low strength (0.2 to 0.4).</source>
      <translation>Po powiększeniu model dopracowuje to, co jest: ustaw diffusion.content na original i małą siłę (0,2 do 0,4).</translation>
    </message>
    <message>
      <source>After the upscaler a Stable Diffusion model paints the large picture over, tile by tile: skin, leaves, brush strokes that no upscaler knows. 20 to 40 % keeps what is there. Takes much longer.</source>
      <translation>Po powiększeniu model Stable Diffusion przemalowuje duży obraz kafelek po kafelku: skórę, liście, pociągnięcia pędzla, których nie zna żadna sieć powiększająca. Przy 20–40 % zostaje to, co jest. Trwa znacznie dłużej.</translation>
    </message>
    <message>
      <source>Again</source>
      <translation>Jeszcze raz</translation>
    </message>
    <message>
      <source>All</source>
      <translation>Wszystkie</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Wszystkie pliki</translation>
    </message>
    <message>
      <source>All of it</source>
      <translation>W całości</translation>
    </message>
    <message>
      <source>All of the above for SDXL, in one file.</source>
      <translation>Wszystkie powyższe dla SDXL, w jednym pliku.</translation>
    </message>
    <message>
      <source>All sides back to nothing.</source>
      <translation>Zeruje wszystkie boki.</translation>
    </message>
    <message>
      <source>All that is selected is half transparent: a layer over it would make it less so, and is therefore empty; a picture written as a whole has the change.</source>
      <translation>Wszystko, co zaznaczono, jest półprzezroczyste: warstwa nad tym uczyniłaby to mniej przezroczystym, dlatego jest pusta; obraz zapisany w całości ma tę zmianę.</translation>
    </message>
    <message>
      <source>Also models that are not here yet.</source>
      <translation>Także modele, których tu jeszcze nie ma.</translation>
    </message>
    <message>
      <source>Also on other computers</source>
      <translation>Także na innych komputerach</translation>
    </message>
    <message>
      <source>An axis has at most {most} values; these are {count}.</source>
      <translation>Oś ma najwyżej {most} wartości; tu jest ich {count}.</translation>
    </message>
    <message>
      <source>An object is looked for in at most {most} pixels, and {size} are more; send the part around it, or a smaller copy.</source>
      <translation>Obiektu szuka się najwyżej w {most} pikselach, a {size} to więcej; wyślij część wokół niego albo mniejszą kopię.</translation>
    </message>
    <message>
      <source>An upscale cannot use guides yet; take them out of the recipe.</source>
      <translation>Powiększenie nie umie jeszcze użyć obrazów prowadzących; usuń je z przepisu.</translation>
    </message>
    <message>
      <source>AnimateDiff</source>
      <translation>modelu AnimateDiff</translation>
    </message>
    <message>
      <source>Another</source>
      <translation>Inny</translation>
    </message>
    <message>
      <source>Another Ritocco</source>
      <translation>Inny Ritocco</translation>
    </message>
    <message>
      <source>Another Ritocco (process {process})</source>
      <translation>Inny Ritocco (proces {process})</translation>
    </message>
    <message>
      <source>Another program asked for this result and is about to get it. Wait a moment, and try again if it is still here.</source>
      <translation>O ten wynik prosił inny program i zaraz go dostanie. Odczekaj chwilę i spróbuj ponownie, jeśli nadal tu jest.</translation>
    </message>
    <message>
      <source>Another: the next best of the {count} found for this place.</source>
      <translation>Inny: następny co do jakości z {count} znalezionych dla tego miejsca.</translation>
    </message>
    <message>
      <source>Answer programs made for A1111</source>
      <translation>Obsługuj programy dla A1111</translation>
    </message>
    <message>
      <source>Apply</source>
      <translation>Zastosuj</translation>
    </message>
    <message>
      <source>Apply and save</source>
      <translation>Zastosuj i zapisz</translation>
    </message>
    <message>
      <source>Apply it</source>
      <translation>Zastosuj</translation>
    </message>
    <message>
      <source>Apply the shown result</source>
      <translation>Zastosuj pokazany wynik</translation>
    </message>
    <message>
      <source>Applying…</source>
      <translation>Stosowanie…</translation>
    </message>
    <message>
      <source>As if the dock's main button were pressed.</source>
      <translation>Jak naciśnięcie głównego przycisku panelu.</translation>
    </message>
    <message>
      <source>As numbers…</source>
      <translation>Liczbami…</translation>
    </message>
    <message>
      <source>As soon as one is there, unless you look at another or are in mid-stroke.</source>
      <translation>Gdy tylko się pojawi, chyba że oglądasz inny albo właśnie malujesz.</translation>
    </message>
    <message>
      <source>As the &amp;system</source>
      <translation>Jak w &amp;systemie</translation>
    </message>
    <message>
      <source>As the editor</source>
      <translation>Jak w edytorze</translation>
    </message>
    <message>
      <source>As this model and this task usually have it; it follows both.</source>
      <translation>Taka, jaką ten model i to zadanie mają zwykle; zmienia się razem z nimi.</translation>
    </message>
    <message>
      <source>Ask for its size</source>
      <translation>Zapytaj o rozmiar</translation>
    </message>
    <message>
      <source>Asking how large {model} is</source>
      <translation>Pytanie o rozmiar {model}</translation>
    </message>
    <message>
      <source>Asks the backend which models are here now.</source>
      <translation>Pyta silnik, jakie modele są tu teraz.</translation>
    </message>
    <message>
      <source>Asks the model's source on the network; nothing is downloaded.</source>
      <translation>Pyta źródło modelu przez sieć; nic nie jest pobierane.</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatycznie</translation>
    </message>
    <message>
      <source>Automatic ({model})</source>
      <translation>Automatycznie ({model})</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Wstecz</translation>
    </message>
    <message>
      <source>Back to what was set before</source>
      <translation>Wróć do poprzednich ustawień</translation>
    </message>
    <message>
      <source>Backend</source>
      <translation>Silnik</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Tło</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Przed</translation>
    </message>
    <message>
      <source>Before or after</source>
      <translation>Przed lub po</translation>
    </message>
    <message>
      <source>Before: the picture without the result.</source>
      <translation>Przed: obraz bez wyniku.</translation>
    </message>
    <message>
      <source>Begin with {model}.</source>
      <translation>Zacznij od: {model}.</translation>
    </message>
    <message>
      <source>Below</source>
      <translation>Dół</translation>
    </message>
    <message>
      <source>Blend band</source>
      <translation>Pas przejścia</translation>
    </message>
    <message>
      <source>Blending</source>
      <translation>Wtapianie</translation>
    </message>
    <message>
      <source>Block weights of the {noun} {name} must be numbers from {least} to {most}, not {value}.</source>
      <translation>Wagi bloków ({noun} {name}) muszą być liczbami od {least} do {most}, a nie {value}.</translation>
    </message>
    <message>
      <source>Block weights of {name}</source>
      <translation>Wagi bloków {name}</translation>
    </message>
    <message>
      <source>Bottom</source>
      <translation>Dół</translation>
    </message>
    <message>
      <source>Bottom left</source>
      <translation>Lewy dolny róg</translation>
    </message>
    <message>
      <source>Bottom right</source>
      <translation>Prawy dolny róg</translation>
    </message>
    <message>
      <source>Bring back</source>
      <translation>Przywróć</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>Pędzel</translation>
    </message>
    <message>
      <source>Brush stroke</source>
      <translation>Pociągnięcie pędzla</translation>
    </message>
    <message>
      <source>Brushes</source>
      <translation>Pędzle</translation>
    </message>
    <message>
      <source>By</source>
      <translation>O ile</translation>
    </message>
    <message>
      <source>C&amp;lear</source>
      <translation>Wy&amp;czyść</translation>
    </message>
    <message>
      <source>CFG</source>
      <translation>CFG</translation>
    </message>
    <message>
      <source>CFG rescale</source>
      <translation>Korekta CFG</translation>
    </message>
    <message>
      <source>CFG {given} burns colours; {usual_cfg} is what this model likes.</source>
      <translation>CFG {given} przepala kolory; ten model lubi {usual_cfg}.</translation>
    </message>
    <message>
      <source>CFG {given} drifts from the prompt; {usual_cfg} is what this model likes.</source>
      <translation>Przy CFG {given} obraz odpływa od opisu; ten model lubi {usual_cfg}.</translation>
    </message>
    <message>
      <source>CFG: how strictly words are followed</source>
      <translation>CFG: jak ściśle brane są słowa</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Anuluj</translation>
    </message>
    <message>
      <source>Cancel all</source>
      <translation>Anuluj wszystko</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Anulowano</translation>
    </message>
    <message>
      <source>Cancelled. Nothing was changed.</source>
      <translation>Anulowano. Nic nie zostało zmienione.</translation>
    </message>
    <message>
      <source>Cancelled. What has come is kept.</source>
      <translation>Anulowano. To, co przyszło, zostaje zachowane.</translation>
    </message>
    <message>
      <source>Cancelling</source>
      <translation>Anulowanie</translation>
    </message>
    <message>
      <source>Candidate {number}</source>
      <translation>Propozycja {number}</translation>
    </message>
    <message>
      <source>Cannot serve at {address} port {port}: {reason}.</source>
      <translation>Nie można serwować pod {address}, port {port}: {reason}.</translation>
    </message>
    <message>
      <source>Canvas</source>
      <translation>Płótno</translation>
    </message>
    <message>
      <source>Canvas &amp;size…</source>
      <translation>&amp;Rozmiar płótna…</translation>
    </message>
    <message>
      <source>Canvas size</source>
      <translation>Rozmiar płótna</translation>
    </message>
    <message>
      <source>Canvas {size} px</source>
      <translation>Płótno {size} px</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Sprawdź</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>Sprawdzanie</translation>
    </message>
    <message>
      <source>Checking {name}</source>
      <translation>Sprawdzanie: {name}</translation>
    </message>
    <message>
      <source>Checkpoints, upscalers and other models of yours: choose them, or drop them here.</source>
      <translation>Twoje checkpointy, sieci powiększające i inne modele: wskaż je albo upuść tutaj.</translation>
    </message>
    <message>
      <source>Choose Ritocco's folder</source>
      <translation>Wskaż folder Ritocco</translation>
    </message>
    <message>
      <source>Choose Ritocco's folder…</source>
      <translation>Wskaż folder Ritocco…</translation>
    </message>
    <message>
      <source>Choose a Stable Diffusion 1, 2 or SDXL model.</source>
      <translation>Wybierz model Stable Diffusion 1, 2 lub SDXL.</translation>
    </message>
    <message>
      <source>Choose a port from 1 to 65535.</source>
      <translation>Wybierz port od 1 do 65535.</translation>
    </message>
    <message>
      <source>Choose a user, without a colon or a comma in it, and a password without a comma.</source>
      <translation>Podaj użytkownika (bez dwukropka i bez przecinka) i hasło (bez przecinka).</translation>
    </message>
    <message>
      <source>Choose an adapter first: there is none to vary.</source>
      <translation>Najpierw wybierz adapter: nie ma czego zmieniać.</translation>
    </message>
    <message>
      <source>Choose two different knobs.</source>
      <translation>Wybierz dwa różne pokrętła.</translation>
    </message>
    <message>
      <source>Cleaner faces and small detail from Stable Diffusion 1 models; fits 2 as well.</source>
      <translation>Czystsze twarze i drobne szczegóły z modeli Stable Diffusion 1; pasuje też do 2.</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Wyczyść</translation>
    </message>
    <message>
      <source>Clear this list</source>
      <translation>Wyczyść tę listę</translation>
    </message>
    <message>
      <source>Click a colour: all that hangs together with it is selected. Shift adds, Alt takes away.</source>
      <translation>Kliknij kolor: zaznaczy się wszystko, co się z nim łączy. Shift dodaje, Alt odejmuje.</translation>
    </message>
    <message>
      <source>Clip skip</source>
      <translation>Clip skip</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Zamknij</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Zamknij tę wiadomość</translation>
    </message>
    <message>
      <source>Close this picture (Ctrl+W)</source>
      <translation>Zamknij ten obraz (Ctrl+W)</translation>
    </message>
    <message>
      <source>Close without it</source>
      <translation>Zamknij bez niego</translation>
    </message>
    <message>
      <source>Close without saving</source>
      <translation>Zamknij bez zapisywania</translation>
    </message>
    <message>
      <source>Close, go on next time</source>
      <translation>Zamknij, dokończ następnym razem</translation>
    </message>
    <message>
      <source>Close, make them</source>
      <translation>Zamknij, dokończ je</translation>
    </message>
    <message>
      <source>Close, stop them</source>
      <translation>Zamknij, zatrzymaj je</translation>
    </message>
    <message>
      <source>CodeFormer may not be used for paid work, so Ritocco does not offer it; a file of your own is taken by `ritocco models add FILE`. GFPGAN may be used instead.</source>
      <translation>CodeFormer nie może być używany do płatnej pracy, więc Ritocco go nie oferuje; własny plik przyjmie `ritocco models add PLIK`. Zamiast niego można użyć GFPGAN.</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Kolor</translation>
    </message>
    <message>
      <source>Colour and texture (OUTS)</source>
      <translation>Kolor i faktura (OUTS)</translation>
    </message>
    <message>
      <source>Colour of the brush (Ctrl+click on the picture picks one)</source>
      <translation>Kolor pędzla (Ctrl+kliknięcie na obrazie pobiera kolor)</translation>
    </message>
    <message>
      <source>Colours burn and details break. Rarely wanted.</source>
      <translation>Kolory się przepalają, szczegóły rozpadają. Rzadko tego trzeba.</translation>
    </message>
    <message>
      <source>Command that installs Ritocco</source>
      <translation>Polecenie, które instaluje Ritocco</translation>
    </message>
    <message>
      <source>Comparing {first} with {second}</source>
      <translation>Porównywanie {first} z {second}</translation>
    </message>
    <message>
      <source>Composition: the middle (MIDD)</source>
      <translation>Kompozycja: środek (MIDD)</translation>
    </message>
    <message>
      <source>Connect</source>
      <translation>Połącz</translation>
    </message>
    <message>
      <source>Connection</source>
      <translation>Połączenie</translation>
    </message>
    <message>
      <source>Connection…</source>
      <translation>Połączenie…</translation>
    </message>
    <message>
      <source>Contact sheet</source>
      <translation>Arkusz stykowy</translation>
    </message>
    <message>
      <source>Content</source>
      <translation>Zawartość</translation>
    </message>
    <message>
      <source>Content-aware fill</source>
      <translation>Wypełnij z otoczenia</translation>
    </message>
    <message>
      <source>Content-aware, no model</source>
      <translation>Z otoczenia, bez modelu</translation>
    </message>
    <message>
      <source>ControlNet</source>
      <translation>ControlNet</translation>
    </message>
    <message>
      <source>ControlNets</source>
      <translation>ControlNety</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Skopiowano</translation>
    </message>
    <message>
      <source>Copies all of them into Ritocco's folder.</source>
      <translation>Kopiuje wszystkie do folderu Ritocco.</translation>
    </message>
    <message>
      <source>Copies all that made this picture as text; `ritocco` and its API take it (Ctrl+C).</source>
      <translation>Kopiuje jako tekst wszystko, z czego powstał ten obraz; przyjmą to `ritocco` i jego API (Ctrl+C).</translation>
    </message>
    <message>
      <source>Copies it as one picture with its labels.</source>
      <translation>Kopiuje go jako jeden obraz z podpisami.</translation>
    </message>
    <message>
      <source>Copies what a bug report needs, without your folders, names or prompts.</source>
      <translation>Kopiuje to, czego trzeba do zgłoszenia błędu, bez Twoich folderów, nazw i promptów.</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopiuj</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Kopiuj szczegóły</translation>
    </message>
    <message>
      <source>Copy for a bug report</source>
      <translation>Kopiuj do zgłoszenia błędu</translation>
    </message>
    <message>
      <source>Copy instead of linking</source>
      <translation>Kopiuj zamiast dowiązywać</translation>
    </message>
    <message>
      <source>Copy its models</source>
      <translation>Skopiuj modele</translation>
    </message>
    <message>
      <source>Copy recipe</source>
      <translation>Kopiuj przepis</translation>
    </message>
    <message>
      <source>Copy the address.</source>
      <translation>Skopiuj adres.</translation>
    </message>
    <message>
      <source>Copy the sheet</source>
      <translation>Kopiuj arkusz</translation>
    </message>
    <message>
      <source>Copy this style as text</source>
      <translation>Kopiuj ten styl jako tekst</translation>
    </message>
    <message>
      <source>Copying {name}</source>
      <translation>Kopiowanie: {name}</translation>
    </message>
    <message>
      <source>Crop</source>
      <translation>Przytnij</translation>
    </message>
    <message>
      <source>Ctrl+Click with the brush</source>
      <translation>Ctrl+kliknięcie pędzlem</translation>
    </message>
    <message>
      <source>Ctrl+Enter in the dock</source>
      <translation>Ctrl+Enter w panelu</translation>
    </message>
    <message>
      <source>Ctrl+Up and Ctrl+Down make the word at the caret count more or less. Alt+Up and Alt+Down bring back earlier prompts. Ctrl+Enter begins.</source>
      <translation>Ctrl+góra i Ctrl+dół zmieniają wagę słowa przy kursorze. Alt+góra i Alt+dół przywołują wcześniejsze prompty. Ctrl+Enter zaczyna.</translation>
    </message>
    <message>
      <source>Cu&amp;t</source>
      <translation>Wy&amp;tnij</translation>
    </message>
    <message>
      <source>Cutting out</source>
      <translation>Wycinanie</translation>
    </message>
    <message>
      <source>D&amp;elete</source>
      <translation>&amp;Usuń</translation>
    </message>
    <message>
      <source>Delete layer</source>
      <translation>Usuń warstwę</translation>
    </message>
    <message>
      <source>Delete mas&amp;k</source>
      <translation>Usuń mas&amp;kę</translation>
    </message>
    <message>
      <source>Delete mask</source>
      <translation>Usuń maskę</translation>
    </message>
    <message>
      <source>Delete this style</source>
      <translation>Usuń ten styl</translation>
    </message>
    <message>
      <source>Deletes its files in Ritocco's folder. It can be downloaded again.</source>
      <translation>Usuwa jego pliki z folderu Ritocco. Można go pobrać ponownie.</translation>
    </message>
    <message>
      <source>Depth</source>
      <translation>Głębia</translation>
    </message>
    <message>
      <source>Diameter of the brush: [ and ], or Shift+wheel</source>
      <translation>Średnica pędzla: [ i ] albo Shift+kółko</translation>
    </message>
    <message>
      <source>Did you mean one of these: {names}?</source>
      <translation>Może chodziło o: {names}?</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Odrzuć</translation>
    </message>
    <message>
      <source>Discard the shown result</source>
      <translation>Odrzuć pokazany wynik</translation>
    </message>
    <message>
      <source>Do neither</source>
      <translation>Ani tak, ani tak</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Gotowe</translation>
    </message>
    <message>
      <source>Double-click to rename, drag to move</source>
      <translation>Kliknij dwukrotnie, by zmienić nazwę; przeciągnij, by przenieść</translation>
    </message>
    <message>
      <source>Down</source>
      <translation>W pionie</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Pobierz</translation>
    </message>
    <message>
      <source>Download ({size})</source>
      <translation>Pobierz ({size})</translation>
    </message>
    <message>
      <source>Download again</source>
      <translation>Pobierz ponownie</translation>
    </message>
    <message>
      <source>Download again ({size})</source>
      <translation>Pobierz ponownie ({size})</translation>
    </message>
    <message>
      <source>Download it again.</source>
      <translation>Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>Downloading</source>
      <translation>Pobieranie</translation>
    </message>
    <message>
      <source>Downloads it into Ritocco's folder. It can be stopped at any time and goes on where it was; you can paint meanwhile.</source>
      <translation>Pobiera go do folderu Ritocco. Można w każdej chwili przerwać i wznowić od tego miejsca; tymczasem możesz malować.</translation>
    </message>
    <message>
      <source>Drag a frame around what is to stay; Ctrl makes it square. Enter crops, Esc gives it up.</source>
      <translation>Przeciągnij ramkę wokół tego, co ma zostać; Ctrl daje kwadrat. Enter przycina, Esc rezygnuje.</translation>
    </message>
    <message>
      <source>Drag a rectangle. Shift adds, Alt takes away, Ctrl makes it square.</source>
      <translation>Przeciągnij prostokąt. Shift dodaje, Alt odejmuje, Ctrl robi kwadrat.</translation>
    </message>
    <message>
      <source>Drag an ellipse. Shift adds, Alt takes away, Ctrl makes it a circle.</source>
      <translation>Przeciągnij elipsę. Shift dodaje, Alt odejmuje, Ctrl robi koło.</translation>
    </message>
    <message>
      <source>Drag the layer to move it, its handles to scale it, beside it to turn it. Shift: out of proportion, in steps of 15°. Enter applies, Esc gives it up.</source>
      <translation>Przeciągnij warstwę, by ją przesunąć, uchwyty, by zmienić jej rozmiar, obok niej, by ją obrócić. Shift: bez zachowania proporcji, co 15°. Enter zatwierdza, Esc rezygnuje.</translation>
    </message>
    <message>
      <source>Drag the picture. Space or the middle button do so with any tool.</source>
      <translation>Przesuwaj obraz. Spacja lub środkowy przycisk działają z każdym narzędziem.</translation>
    </message>
    <message>
      <source>Draw across an object and its colours, or around it; Ctrl drags a box. Shift adds, Alt takes away.</source>
      <translation>Pociągnij przez obiekt i jego kolory albo obrysuj go; z Ctrl przeciągniesz prostokąt. Shift dodaje, Alt odejmuje.</translation>
    </message>
    <message>
      <source>Draw around what you want. Shift adds, Alt takes away.</source>
      <translation>Obrysuj to, o co chodzi. Shift dodaje, Alt odejmuje.</translation>
    </message>
    <message>
      <source>Draw, select, and have parts of a picture painted, all on your own computer.</source>
      <translation>Rysuj, zaznaczaj i zlecaj malowanie fragmentów obrazu, wszystko na własnym komputerze.</translation>
    </message>
    <message>
      <source>Draws the window the engine will look at over the canvas. Nothing is painted.</source>
      <translation>Rysuje nad płótnem okno, na które spojrzy silnik. Niczego nie maluje.</translation>
    </message>
    <message>
      <source>Drop a picture here</source>
      <translation>Upuść obraz tutaj</translation>
    </message>
    <message>
      <source>Drop what a tool has begun</source>
      <translation>Porzuć to, co zaczęło narzędzie</translation>
    </message>
    <message>
      <source>Duplicate layer</source>
      <translation>Powiel warstwę</translation>
    </message>
    <message>
      <source>Each picture gets another seed. Press to keep the last one, and change only what you turn.</source>
      <translation>Każdy obraz dostaje inne ziarno. Naciśnij, by zachować ostatnie i zmieniać tylko to, czym kręcisz.</translation>
    </message>
    <message>
      <source>Earlier prompts</source>
      <translation>Wcześniejsze prompty</translation>
    </message>
    <message>
      <source>Easel ended unexpectedly. Unsaved: {names}.</source>
      <translation>Easel zakończył się niespodziewanie. Niezapisane: {names}.</translation>
    </message>
    <message>
      <source>Edge and content</source>
      <translation>Krawędź i treść</translation>
    </message>
    <message>
      <source>Embedding</source>
      <translation>Embedding</translation>
    </message>
    <message>
      <source>Embeddings</source>
      <translation>Embeddingi</translation>
    </message>
    <message>
      <source>Empty: as it is.</source>
      <translation>Puste: bez zmian.</translation>
    </message>
    <message>
      <source>End the name in one of {list}.</source>
      <translation>Zakończ nazwę jednym z: {list}.</translation>
    </message>
    <message>
      <source>Enlarging</source>
      <translation>Powiększanie</translation>
    </message>
    <message>
      <source>Enlarging part {number} of {parts}</source>
      <translation>Powiększanie części {number} z {parts}</translation>
    </message>
    <message>
      <source>Enough to judge composition and colour.</source>
      <translation>Wystarczy, by ocenić kompozycję i kolor.</translation>
    </message>
    <message>
      <source>Enter, or a double click</source>
      <translation>Enter albo podwójne kliknięcie</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>Wymaż</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>Gumka</translation>
    </message>
    <message>
      <source>Eraser (E)</source>
      <translation>Gumka (E)</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>Everything is selected; content-aware fill needs some picture around the selection to continue from. Select less, or fill with a prompt.</source>
      <translation>Zaznaczone jest wszystko; wypełnianie z otoczenia potrzebuje wokół zaznaczenia kawałka obrazu, który może przedłużyć. Zaznacz mniej albo wypełnij według opisu.</translation>
    </message>
    <message>
      <source>Export flattened</source>
      <translation>Eksport spłaszczonego</translation>
    </message>
    <message>
      <source>Extend</source>
      <translation>Rozszerz</translation>
    </message>
    <message>
      <source>Extend the canvas</source>
      <translation>Rozszerz płótno</translation>
    </message>
    <message>
      <source>Extend to {size}</source>
      <translation>Rozszerz do {size}</translation>
    </message>
    <message>
      <source>F&amp;ull screen</source>
      <translation>P&amp;ełny ekran</translation>
    </message>
    <message>
      <source>Faces</source>
      <translation>Twarze</translation>
    </message>
    <message>
      <source>Fetching {name} from {words}</source>
      <translation>Pobieranie {name} z {words}</translation>
    </message>
    <message>
      <source>Fewer than 8 steps need a model made for them (LCM, Turbo, Lightning, Hyper).</source>
      <translation>Mniej niż 8 kroków wymaga modelu do tego zrobionego (LCM, Turbo, Lightning, Hyper).</translation>
    </message>
    <message>
      <source>Files of this kind need a package that is not installed ({error}). Get it with: {executable} -m pip install {requirement}</source>
      <translation>Pliki tego rodzaju wymagają pakietu, którego nie zainstalowano ({error}). Zdobądź go przez: {executable} -m pip install {requirement}</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Wypełnij</translation>
    </message>
    <message>
      <source>Fill and Extend as your words say; Refine and Generate.</source>
      <translation>Wypełnianie i rozszerzanie według Twoich słów; dopracowywanie i generowanie.</translation>
    </message>
    <message>
      <source>Fill the selection</source>
      <translation>Wypełnij zaznaczenie</translation>
    </message>
    <message>
      <source>Fill, remove, extend</source>
      <translation>Wypełnianie, usuwanie, rozszerzanie</translation>
    </message>
    <message>
      <source>Fillers</source>
      <translation>Sieci wypełniające</translation>
    </message>
    <message>
      <source>Finished. Click it to see it on the canvas, double-click to make it a layer.</source>
      <translation>Gotowe. Kliknij, aby zobaczyć wynik na płótnie; kliknij dwukrotnie, aby zrobić z niego warstwę.</translation>
    </message>
    <message>
      <source>First steps</source>
      <translation>Pierwsze kroki</translation>
    </message>
    <message>
      <source>Fit the &amp;width</source>
      <translation>Dopasuj &amp;szerokość</translation>
    </message>
    <message>
      <source>Fits colour, contrast and grain of the new part to what surrounds it.</source>
      <translation>Dopasowuje kolor, kontrast i szum nowej części do otoczenia.</translation>
    </message>
    <message>
      <source>Fitting pieces</source>
      <translation>Dopasowywanie fragmentów</translation>
    </message>
    <message>
      <source>Flatten</source>
      <translation>Spłaszcz</translation>
    </message>
    <message>
      <source>Flip</source>
      <translation>Odbij w pionie</translation>
    </message>
    <message>
      <source>Flux or its kin</source>
      <translation>modelu Flux lub pokrewnego</translation>
    </message>
    <message>
      <source>Following the edge</source>
      <translation>Dopasowanie krawędzi</translation>
    </message>
    <message>
      <source>For fine texture; takes longer.</source>
      <translation>Dla drobnej faktury; trwa dłużej.</translation>
    </message>
    <message>
      <source>For the one in this folder, write {path}.</source>
      <translation>Jeśli chodzi o to w tym folderze, napisz {path}.</translation>
    </message>
    <message>
      <source>Forms, the inner part (OUTD)</source>
      <translation>Formy, część wewnętrzna (OUTD)</translation>
    </message>
    <message>
      <source>Free for all uses.</source>
      <translation>Wolny do wszelkich zastosowań.</translation>
    </message>
    <message>
      <source>Free software under the GNU General Public License, version 3 or later, no warranty.</source>
      <translation>Wolne oprogramowanie na licencji GNU GPL w wersji 3 lub nowszej, bez żadnej gwarancji.</translation>
    </message>
    <message>
      <source>From your disk</source>
      <translation>Z Twojego dysku</translation>
    </message>
    <message>
      <source>From: {source}</source>
      <translation>Skąd: {source}</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>Wygeneruj</translation>
    </message>
    <message>
      <source>Generate a picture</source>
      <translation>Wygeneruj obraz</translation>
    </message>
    <message>
      <source>Generate…</source>
      <translation>Wygeneruj…</translation>
    </message>
    <message>
      <source>Generate…: a new picture, painted from your words by a model</source>
      <translation>Wygeneruj…: nowy obraz, namalowany przez model według Twoich słów</translation>
    </message>
    <message>
      <source>Get a model ({size})…</source>
      <translation>Pobierz model ({size})…</translation>
    </message>
    <message>
      <source>Get a model…</source>
      <translation>Pobierz model…</translation>
    </message>
    <message>
      <source>Get it ({size})…</source>
      <translation>Pobierz ({size})…</translation>
    </message>
    <message>
      <source>Get it with `ritocco models get {model}` or on the dock's page of models; a file you have goes in with `ritocco models add FILE`.</source>
      <translation>Pobierz go przez `ritocco models get {model}` albo na stronie modeli w panelu; posiadany plik doda `ritocco models add PLIK`.</translation>
    </message>
    <message>
      <source>Get it…</source>
      <translation>Pobierz…</translation>
    </message>
    <message>
      <source>Get one…</source>
      <translation>Pobierz…</translation>
    </message>
    <message>
      <source>Get {model}</source>
      <translation>Pobierz: {model}</translation>
    </message>
    <message>
      <source>Get {model} ({size})…</source>
      <translation>Pobierz: {model} ({size})…</translation>
    </message>
    <message>
      <source>Get {model}…</source>
      <translation>Pobierz: {model}…</translation>
    </message>
    <message>
      <source>Get…</source>
      <translation>Pobierz…</translation>
    </message>
    <message>
      <source>Give at least one value for each side of the grid.</source>
      <translation>Podaj co najmniej jedną wartość dla każdego boku siatki.</translation>
    </message>
    <message>
      <source>Give either upscale.factor or a size (width, height), not both.</source>
      <translation>Podaj albo upscale.factor, albo rozmiar (width, height), nie oba naraz.</translation>
    </message>
    <message>
      <source>Give this address to the other program.</source>
      <translation>Podaj ten adres drugiemu programowi.</translation>
    </message>
    <message>
      <source>Give yourself the right to read it.</source>
      <translation>Nadaj sobie prawo do jego odczytu.</translation>
    </message>
    <message>
      <source>Go on ({size} left)</source>
      <translation>Wznów (zostało {size})</translation>
    </message>
    <message>
      <source>Graphics memory: {memory} or more</source>
      <translation>Pamięć karty graficznej: co najmniej {memory}</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Szary</translation>
    </message>
    <message>
      <source>Grid of variants</source>
      <translation>Siatka wariantów</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Poszerz</translation>
    </message>
    <message>
      <source>Grow selection</source>
      <translation>Powiększ zaznaczenie</translation>
    </message>
    <message>
      <source>Hardness</source>
      <translation>Twardość</translation>
    </message>
    <message>
      <source>Harmonize colour and grain</source>
      <translation>Zharmonizuj kolor i szum</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Wysokość</translation>
    </message>
    <message>
      <source>Here</source>
      <translation>Tutaj</translation>
    </message>
    <message>
      <source>Hide layer</source>
      <translation>Ukryj warstwę</translation>
    </message>
    <message>
      <source>Hides the shown result, or brings it back.</source>
      <translation>Ukrywa pokazany wynik albo pokazuje go znowu.</translation>
    </message>
    <message>
      <source>How many pictures one press makes of this task. Content-aware, they are the best that are found.</source>
      <translation>Ile obrazów powstaje za jednym naciśnięciem w tym zadaniu. Przy wypełnianiu z otoczenia są to najlepsze ze znalezionych.</translation>
    </message>
    <message>
      <source>How much colours may differ from the one that is clicked</source>
      <translation>Jak bardzo kolory mogą się różnić od klikniętego</translation>
    </message>
    <message>
      <source>How much each part of the model takes of it: the name of a preset, or numbers between commas (17 or 26 of them; 12 or 20 with SDXL), the first for the words. Empty: all of it.</source>
      <translation>Ile każda część modelu z niego bierze: nazwa zestawu albo liczby po przecinkach (17 lub 26; przy SDXL 12 lub 20), pierwsza dla słów. Puste: całość.</translation>
    </message>
    <message>
      <source>How much is painted anew: 100 % forgets what is there, 30 % only touches it up.</source>
      <translation>Ile zostanie namalowane na nowo: 100 % zapomina o tym, co jest, 30 % tylko poprawia.</translation>
    </message>
    <message>
      <source>How much of the brush is at full strength</source>
      <translation>Jaka część pędzla działa z pełną siłą</translation>
    </message>
    <message>
      <source>How noise turns into a picture. Euler a is varied, DPM++ 2M is clean in few steps.</source>
      <translation>Jak szum zamienia się w obraz. Euler a jest różnorodny, DPM++ 2M czysty już po kilku krokach.</translation>
    </message>
    <message>
      <source>How opaque a stroke is</source>
      <translation>Jak kryjące jest pociągnięcie</translation>
    </message>
    <message>
      <source>How opaque the active layer is</source>
      <translation>Jak kryjąca jest aktywna warstwa</translation>
    </message>
    <message>
      <source>How strictly the words are followed: low is free, high is harsh.</source>
      <translation>Jak ściśle brane są słowa: mało to swoboda, dużo to ostrość.</translation>
    </message>
    <message>
      <source>How strongly it acts on how words are understood, apart from how it paints.</source>
      <translation>Jak mocno wpływa na rozumienie słów, niezależnie od tego, jak maluje.</translation>
    </message>
    <message>
      <source>How strongly it acts: 0 is not at all, 1 as it was made, below 0 its opposite. 0.5 to 1 is usual.</source>
      <translation>Jak mocno działa: 0 wcale, 1 tak, jak go zrobiono, poniżej 0 na odwrót. Zwykle od 0,5 do 1.</translation>
    </message>
    <message>
      <source>How the new part meets the old, and what it starts from.</source>
      <translation>Jak nowa część styka się ze starą i od czego się zaczyna.</translation>
    </message>
    <message>
      <source>How the steps are spread over the noise. Its own is what the sampler was made for.</source>
      <translation>Jak kroki rozkładają się na szum. Własny to ten, do którego sampler powstał.</translation>
    </message>
    <message>
      <source>Hypernetwork</source>
      <translation>Hipersieć</translation>
    </message>
    <message>
      <source>Hypernetworks</source>
      <translation>Hipersieci</translation>
    </message>
    <message>
      <source>I accept this licence</source>
      <translation>Akceptuję tę licencję</translation>
    </message>
    <message>
      <source>Image size</source>
      <translation>Rozmiar obrazu</translation>
    </message>
    <message>
      <source>In Krita, undo takes an extension back in two steps: layer, then canvas.</source>
      <translation>W Kricie rozszerzenie cofa się w dwóch krokach: najpierw warstwa, potem płótno.</translation>
    </message>
    <message>
      <source>In which order the results stand.</source>
      <translation>W jakiej kolejności stoją wyniki.</translation>
    </message>
    <message>
      <source>In {tag}, {parts} cannot be followed and is passed over.</source>
      <translation>W {tag} nie da się zastosować {parts}; zostaje to pominięte.</translation>
    </message>
    <message>
      <source>Inpainting with any Stable Diffusion 1 model, even one not made for it.</source>
      <translation>Wypełnianie dowolnym modelem Stable Diffusion 1, także nieprzystosowanym do tego.</translation>
    </message>
    <message>
      <source>Install now</source>
      <translation>Zainstaluj teraz</translation>
    </message>
    <message>
      <source>Intersect selection</source>
      <translation>Część wspólna zaznaczeń</translation>
    </message>
    <message>
      <source>Invert selection</source>
      <translation>Odwróć zaznaczenie</translation>
    </message>
    <message>
      <source>It can be turned on once the backend runs.</source>
      <translation>Można to włączyć, gdy działa silnik.</translation>
    </message>
    <message>
      <source>It is being saved already.</source>
      <translation>Zapisywanie już trwa.</translation>
    </message>
    <message>
      <source>It is not here.</source>
      <translation>Tego tu nie ma.</translation>
    </message>
    <message>
      <source>It says: {said}</source>
      <translation>Mówi: {said}</translation>
    </message>
    <message>
      <source>It takes some minutes and fetches about 1 GB, up to 5 GB for some graphics cards.</source>
      <translation>Potrwa to kilka minut i pobierze około 1 GB, a dla niektórych kart graficznych do 5 GB.</translation>
    </message>
    <message>
      <source>It was made for {family}; another model paints.</source>
      <translation>Przeznaczony dla {family}, a maluje inny model.</translation>
    </message>
    <message>
      <source>Its address could not be tried when this version was made.</source>
      <translation>Przy tworzeniu tej wersji nie dało się wypróbować jego adresu.</translation>
    </message>
    <message>
      <source>Its layers blend in ways that are not known here, so they came as one.</source>
      <translation>Warstwy mieszają się w sposób, którego tu nie znamy, więc przyszły jako jedna.</translation>
    </message>
    <message>
      <source>Its licence is shown first; nothing is downloaded before.</source>
      <translation>Najpierw zobaczysz licencję; wcześniej nic nie jest pobierane.</translation>
    </message>
    <message>
      <source>Its makers license it freely, yet it learnt from faces licensed for non-commercial use (FFHQ).</source>
      <translation>Twórcy udostępniają go swobodnie, lecz uczył się na twarzach z licencją niekomercyjną (FFHQ).</translation>
    </message>
    <message>
      <source>Its model {model} is not here; the one you have paints.</source>
      <translation>Nie ma tu modelu {model}, którego wtedy użyto; maluje ten, który masz.</translation>
    </message>
    <message>
      <source>Its models are used where they lie, also those that come later. They take no room twice, and nothing is written there.</source>
      <translation>Modele są używane tam, gdzie leżą, także te dodane później. Nie zajmują miejsca po raz drugi i nic nie jest tam zapisywane.</translation>
    </message>
    <message>
      <source>Its own</source>
      <translation>Własny</translation>
    </message>
    <message>
      <source>Its own ({schedule})</source>
      <translation>Własny ({schedule})</translation>
    </message>
    <message>
      <source>Its strength must be from -{most} to {most}.</source>
      <translation>Siła musi mieścić się od -{most} do {most}.</translation>
    </message>
    <message>
      <source>Its terms could not be read when this list was made. Read its page before you sell work.</source>
      <translation>Gdy powstawała ta lista, nie dało się odczytać warunków. Przeczytaj jego stronę, zanim sprzedasz pracę.</translation>
    </message>
    <message>
      <source>Its “&gt;” is missing: as it stands it is read as words.</source>
      <translation>Brakuje „&gt;” na końcu: w tej postaci to zwykłe słowa.</translation>
    </message>
    <message>
      <source>Joining pieces</source>
      <translation>Łączenie fragmentów</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Zostaw</translation>
    </message>
    <message>
      <source>Keep proportions</source>
      <translation>Zachowaj proporcje</translation>
    </message>
    <message>
      <source>Keep this seed</source>
      <translation>Zachowaj to ziarno</translation>
    </message>
    <message>
      <source>Keep what is in both (Shift+Alt)</source>
      <translation>Zachowaj część wspólną (Shift+Alt)</translation>
    </message>
    <message>
      <source>Keeping how people stand and move.</source>
      <translation>Zachowuje pozy i ruch postaci.</translation>
    </message>
    <message>
      <source>Keeping the edges of a picture while all else changes.</source>
      <translation>Zachowuje krawędzie obrazu, gdy wszystko inne się zmienia.</translation>
    </message>
    <message>
      <source>Keeping what is near and what is far.</source>
      <translation>Zachowuje to, co bliskie, i to, co dalekie.</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Skróty klawiszowe</translation>
    </message>
    <message>
      <source>Kind of file:</source>
      <translation>Rodzaj pliku:</translation>
    </message>
    <message>
      <source>Kinds of adapters</source>
      <translation>Rodzaje adapterów</translation>
    </message>
    <message>
      <source>Krita could not make a picture of {size}.</source>
      <translation>Krita nie mogła utworzyć obrazu {size}.</translation>
    </message>
    <message>
      <source>Krita did not take the layer.</source>
      <translation>Krita nie przyjęła warstwy.</translation>
    </message>
    <message>
      <source>Krita does not have the colour profile “{name}”.</source>
      <translation>Krita nie ma profilu kolorów „{name}”.</translation>
    </message>
    <message>
      <source>Krita has not seen this colour profile since it was started.</source>
      <translation>Krita nie widziała tego profilu kolorów, odkąd ją uruchomiono.</translation>
    </message>
    <message>
      <source>Landscapes and interiors at 768 pixels; weaker with people and styles.</source>
      <translation>Krajobrazy i wnętrza w 768 pikselach; słabszy w ludziach i stylach.</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Język</translation>
    </message>
    <message>
      <source>Language, connection, the backend's log, and the folders of styles and models.</source>
      <translation>Język, połączenie, dziennik silnika oraz foldery stylów i modeli.</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <translation>Większy pędzel</translation>
    </message>
    <message>
      <source>Lasso</source>
      <translation>Lasso</translation>
    </message>
    <message>
      <source>Layer opacity</source>
      <translation>Krycie warstwy</translation>
    </message>
    <message>
      <source>Layered picture</source>
      <translation>Obraz z warstwami</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Warstwy</translation>
    </message>
    <message>
      <source>Least seam</source>
      <translation>Najgładsze</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Lewo</translation>
    </message>
    <message>
      <source>Less weight</source>
      <translation>Mniejsza waga</translation>
    </message>
    <message>
      <source>Lets it go for good.</source>
      <translation>Usuwa go na dobre.</translation>
    </message>
    <message>
      <source>Lets the result fade out this far beyond the selection. These pixels change too, so it is off until you ask for it.</source>
      <translation>Pozwala wynikowi zanikać tak daleko poza zaznaczeniem. Te piksele też się zmienią, więc domyślnie jest wyłączony.</translation>
    </message>
    <message>
      <source>Lets this result go for good; a layer made of it stays. Press twice (Delete).</source>
      <translation>Pozbywa się tego wyniku na dobre; warstwa z niego zostaje. Naciśnij dwa razy (Delete).</translation>
    </message>
    <message>
      <source>Licence: {licence}</source>
      <translation>Licencja: {licence}</translation>
    </message>
    <message>
      <source>Licence: {licence} (you accepted it)</source>
      <translation>Licencja: {licence} (zaakceptowana)</translation>
    </message>
    <message>
      <source>Line art and flat colour, four times as large. Comes with Ritocco.</source>
      <translation>Rysunek i płaskie kolory, czterokrotnie większe. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>Line art in a hurry: ten times faster. Comes with Ritocco.</source>
      <translation>Rysunek w pośpiechu: dziesięć razy szybciej. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>LoRAs</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Loading {name}</source>
      <translation>Wczytywanie: {name}</translation>
    </message>
    <message>
      <source>Log of the backend</source>
      <translation>Dziennik silnika</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Sprawdź ponownie</translation>
    </message>
    <message>
      <source>Look in:</source>
      <translation>Szukaj w:</translation>
    </message>
    <message>
      <source>Look no longer</source>
      <translation>Przestań oglądać</translation>
    </message>
    <message>
      <source>Look: the way out (OUTALL)</source>
      <translation>Wygląd: droga na zewnątrz (OUTALL)</translation>
    </message>
    <message>
      <source>Looking</source>
      <translation>Szukanie</translation>
    </message>
    <message>
      <source>Looking at each face</source>
      <translation>Oglądanie każdej twarzy</translation>
    </message>
    <message>
      <source>Looking at the file</source>
      <translation>Sprawdzam plik</translation>
    </message>
    <message>
      <source>Looking at the picture</source>
      <translation>Oglądanie obrazu</translation>
    </message>
    <message>
      <source>Looking at the result</source>
      <translation>Badanie wyniku</translation>
    </message>
    <message>
      <source>Looking at the surroundings</source>
      <translation>Badanie otoczenia</translation>
    </message>
    <message>
      <source>Looking at what is here…</source>
      <translation>Sprawdzam, co jest na miejscu…</translation>
    </message>
    <message>
      <source>Looking for faces</source>
      <translation>Szukanie twarzy</translation>
    </message>
    <message>
      <source>Looking for repetition</source>
      <translation>Szukanie powtórzeń</translation>
    </message>
    <message>
      <source>Looking for the object… Esc stops it.</source>
      <translation>Szukam obiektu… Esc przerywa.</translation>
    </message>
    <message>
      <source>Looking into {name}</source>
      <translation>Zaglądanie do {name}</translation>
    </message>
    <message>
      <source>Looking is not applying. A result that is left stays in the gallery.</source>
      <translation>Oglądanie to nie zastosowanie. Pominięty wynik zostaje w galerii.</translation>
    </message>
    <message>
      <source>Looks no longer; the result is kept (Esc).</source>
      <translation>Kończy oglądanie; wynik zostaje (Esc).</translation>
    </message>
    <message>
      <source>Lower layer</source>
      <translation>Przenieś warstwę niżej</translation>
    </message>
    <message>
      <source>Magic wand</source>
      <translation>Różdżka</translation>
    </message>
    <message numerus="yes">
      <source>Make a grid of %n picture(s)</source>
      <translation>
        <numerusform>Zrób siatkę z %n obrazu</numerusform>
        <numerusform>Zrób siatkę z %n obrazów</numerusform>
        <numerusform>Zrób siatkę z %n obrazów</numerusform>
      </translation>
    </message>
    <message>
      <source>Make the grid</source>
      <translation>Zrób siatkę</translation>
    </message>
    <message>
      <source>Makes another picture like the one shown, else like the newest.</source>
      <translation>Tworzy kolejny obraz taki jak pokazany, a gdy żadnego nie widać, jak najnowszy.</translation>
    </message>
    <message>
      <source>Makes it a layer.</source>
      <translation>Robi z niego warstwę.</translation>
    </message>
    <message>
      <source>Makes it one layer of the document, in one undo step (Enter).</source>
      <translation>Robi z niego jedną warstwę dokumentu, w jednym kroku cofania (Enter).</translation>
    </message>
    <message>
      <source>Making pictures larger needs</source>
      <translation>Powiększanie obrazów wymaga:</translation>
    </message>
    <message>
      <source>Making the layer</source>
      <translation>Tworzenie warstwy</translation>
    </message>
    <message>
      <source>Map of the picture</source>
      <translation>Mapa obrazu</translation>
    </message>
    <message>
      <source>Map of the picture: paint over a thing, and it is taken away when you let go. What is selected stays so. The wheel changes the size of the brush.</source>
      <translation>Mapa obrazu: zamaluj jakąś rzecz, a zniknie, gdy puścisz. Zaznaczenie zostaje, jakie było. Kółko zmienia rozmiar pędzla.</translation>
    </message>
    <message>
      <source>Mask from selection</source>
      <translation>Maska z zaznaczenia</translation>
    </message>
    <message>
      <source>Mask: show only what is selected</source>
      <translation>Maska: pokaż tylko zaznaczenie</translation>
    </message>
    <message>
      <source>Mend small or broken faces in what is selected, or everywhere.</source>
      <translation>Naprawia małe lub zniekształcone twarze w zaznaczeniu albo wszędzie.</translation>
    </message>
    <message>
      <source>Mends small or broken faces.</source>
      <translation>Naprawia małe albo zepsute twarze.</translation>
    </message>
    <message>
      <source>Mer&amp;ge down</source>
      <translation>Scal w &amp;dół</translation>
    </message>
    <message>
      <source>Merge down</source>
      <translation>Scal w dół</translation>
    </message>
    <message>
      <source>Merging {name}</source>
      <translation>Scalanie {name}</translation>
    </message>
    <message>
      <source>Middle</source>
      <translation>Środek</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>Odbij w poziomie</translation>
    </message>
    <message>
      <source>Mixes a little of another seed in: the same idea, slightly different.</source>
      <translation>Domieszka innego ziarna: ten sam pomysł, trochę inaczej.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Model</translation>
    </message>
    <message>
      <source>Model and sampling</source>
      <translation>Model i próbkowanie</translation>
    </message>
    <message>
      <source>Model size</source>
      <translation>Rozmiar</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modele</translation>
    </message>
    <message>
      <source>Models are being downloaded. A click shows them.</source>
      <translation>Trwa pobieranie modeli. Kliknięcie je pokaże.</translation>
    </message>
    <message>
      <source>Models draw best near 512, 768 or 1024 pixels, as they were trained.</source>
      <translation>Modele rysują najlepiej w pobliżu 512, 768 lub 1024 pikseli, tak jak je uczono.</translation>
    </message>
    <message>
      <source>Models that paint</source>
      <translation>Modele, które malują</translation>
    </message>
    <message>
      <source>Models…</source>
      <translation>Modele…</translation>
    </message>
    <message>
      <source>More about this adapter</source>
      <translation>Więcej o tym adapterze</translation>
    </message>
    <message>
      <source>More of the picture is looked at ({export}) than was sent ({box}); the plan is another one by now. Try again.</source>
      <translation>Trzeba spojrzeć na więcej obrazu ({export}), niż wysłano ({box}); plan jest już inny. Spróbuj ponownie.</translation>
    </message>
    <message>
      <source>More pixels were sent than the head of the bundle names.</source>
      <translation>Wysłano więcej pikseli, niż wymienia nagłówek pakietu.</translation>
    </message>
    <message>
      <source>More steps take longer and show finer texture, up to a point.</source>
      <translation>Więcej kroków trwa dłużej i daje drobniejszą fakturę, do pewnej granicy.</translation>
    </message>
    <message>
      <source>More than {most} steps seldom show with this model; {usual_steps} is good.</source>
      <translation>Więcej niż {most} kroków rzadko coś daje w tym modelu; {usual_steps} wystarcza.</translation>
    </message>
    <message>
      <source>More was sent than is taken here.</source>
      <translation>Wysłano więcej, niż tu przyjmujemy.</translation>
    </message>
    <message>
      <source>More was sent than the {most} MiB taken here.</source>
      <translation>Wysłano więcej niż {most} MiB, które tu przyjmujemy.</translation>
    </message>
    <message>
      <source>More weight</source>
      <translation>Większa waga</translation>
    </message>
    <message>
      <source>Mouse</source>
      <translation>Mysz</translation>
    </message>
    <message>
      <source>Move and transform the layer</source>
      <translation>Przesuń i przekształć warstwę</translation>
    </message>
    <message>
      <source>Move layer</source>
      <translation>Przenieś warstwę</translation>
    </message>
    <message>
      <source>Move the view</source>
      <translation>Przesuń widok</translation>
    </message>
    <message>
      <source>Move the view, with any tool</source>
      <translation>Przesuwaj widok, przy każdym narzędziu</translation>
    </message>
    <message>
      <source>Name a folder with models from the root; {folder} is none.</source>
      <translation>Podaj pełną ścieżkę folderu z modelami; {folder} nią nie jest.</translation>
    </message>
    <message>
      <source>Name of the style</source>
      <translation>Nazwa stylu</translation>
    </message>
    <message>
      <source>Negative prompt</source>
      <translation>Prompt negatywny</translation>
    </message>
    <message>
      <source>Negative prompt: what the picture is steered away from. A few words are enough.</source>
      <translation>Prompt negatywny: od czego obraz ma się trzymać z daleka. Wystarczy kilka słów.</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Sieć</translation>
    </message>
    <message>
      <source>Networks that enlarge pictures, with detail.</source>
      <translation>Sieci, które powiększają obrazy ze szczegółami.</translation>
    </message>
    <message>
      <source>Networks that fill without words.</source>
      <translation>Sieci, które wypełniają bez słów.</translation>
    </message>
    <message>
      <source>Networks that repair faces.</source>
      <translation>Sieci, które naprawiają twarze.</translation>
    </message>
    <message>
      <source>New canvas: {size} pixels</source>
      <translation>Nowe płótno: {size} pikseli</translation>
    </message>
    <message>
      <source>New detail in a large picture, true to what is there.</source>
      <translation>Nowe szczegóły w dużym obrazie, wierne temu, co na nim jest.</translation>
    </message>
    <message>
      <source>New layer</source>
      <translation>Nowa warstwa</translation>
    </message>
    <message>
      <source>New layer to sketch on</source>
      <translation>Nowa warstwa na szkic</translation>
    </message>
    <message>
      <source>New picture</source>
      <translation>Nowy obraz</translation>
    </message>
    <message>
      <source>New selection in place of the old</source>
      <translation>Nowe zaznaczenie w miejsce starego</translation>
    </message>
    <message>
      <source>New words for a prompt.</source>
      <translation>Nowe słowa do promptu.</translation>
    </message>
    <message>
      <source>Newest</source>
      <translation>Najnowsze</translation>
    </message>
    <message>
      <source>New…</source>
      <translation>Nowy…</translation>
    </message>
    <message>
      <source>Next result</source>
      <translation>Następny wynik</translation>
    </message>
    <message>
      <source>No Stable Diffusion model is here yet.</source>
      <translation>Nie ma tu jeszcze żadnego modelu Stable Diffusion.</translation>
    </message>
    <message>
      <source>No adapters are here yet. Drop a file onto the dock (.safetensors, .pt), or put it into the folder of models.</source>
      <translation>Nie ma tu jeszcze adapterów. Upuść plik (.safetensors, .pt) na panel albo włóż go do folderu modeli.</translation>
    </message>
    <message>
      <source>No backend is installed</source>
      <translation>Silnik nie jest zainstalowany</translation>
    </message>
    <message>
      <source>No layer is active; click one in the Layers dock.</source>
      <translation>Żadna warstwa nie jest aktywna; kliknij którąś w doku Warstwy.</translation>
    </message>
    <message>
      <source>No model yet: content-aware fill only. With a Stable Diffusion model Ritocco paints what your words say.</source>
      <translation>Nie ma jeszcze modelu: wypełnianie tylko z otoczenia. Z modelem Stable Diffusion Ritocco namaluje to, co napiszesz.</translation>
    </message>
    <message>
      <source>No object was found there. Draw across more of it, or around it.</source>
      <translation>Nie znaleziono tam obiektu. Pociągnij przez większą jego część albo go obrysuj.</translation>
    </message>
    <message>
      <source>No prompts yet</source>
      <translation>Nie ma jeszcze promptów</translation>
    </message>
    <message>
      <source>No style</source>
      <translation>Bez stylu</translation>
    </message>
    <message>
      <source>No {noun} {name} is here.</source>
      <translation>Nie ma tu: {noun} {name}.</translation>
    </message>
    <message>
      <source>No {noun} {name} is here; sites with models find it by its sum, {sum} (SHA-256).</source>
      <translation>Nie ma tu: {noun} {name}; serwisy z modelami znajdą ten plik po sumie {sum} (SHA-256).</translation>
    </message>
    <message>
      <source>No {noun} {name} was found; the folder is {folder}.</source>
      <translation>Nie znaleziono: {noun} {name}; folder to {folder}.</translation>
    </message>
    <message>
      <source>Not enough memory for {count} window(s) of up to {size} megapixels. Select a smaller part, or close other programs, and try again.</source>
      <translation>Za mało pamięci na okna (liczba: {count}) o wielkości do {size} megapiksela. Zaznacz mniejszą część albo zamknij inne programy i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>Nothing called “{name}” is here yet.</source>
      <translation>Nie ma tu jeszcze niczego o nazwie „{name}”.</translation>
    </message>
    <message>
      <source>Nothing called “{name}” is here. Add its file, or remove it.</source>
      <translation>Nie ma tu niczego o nazwie „{name}”. Dodaj ten plik albo go usuń.</translation>
    </message>
    <message>
      <source>Nothing called “{name}” is here. Is one of these meant?</source>
      <translation>Nie ma tu niczego o nazwie „{name}”. Może chodzi o jeden z tych?</translation>
    </message>
    <message>
      <source>Nothing is called so.</source>
      <translation>Nic się tak nie nazywa.</translation>
    </message>
    <message>
      <source>Nothing is enlarged here, so there is nothing to refine or repair after it; use refine or faces instead of upscale.</source>
      <translation>Nic nie jest tu powiększane, więc nie ma potem czego dopracować ani naprawić; zamiast upscale użyj refine lub faces.</translation>
    </message>
    <message>
      <source>Nothing is selected on the canvas. Select the part to repaint first.</source>
      <translation>Na płótnie nic nie jest zaznaczone. Najpierw zaznacz część do przemalowania.</translation>
    </message>
    <message>
      <source>Nothing is selected. Select the part to repaint, or leave it transparent, and try again.</source>
      <translation>Nic nie jest zaznaczone. Zaznacz część do przemalowania albo zostaw ją przezroczystą i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>Nothing is selected: the shape lies outside the canvas.</source>
      <translation>Nic nie zaznaczono: kształt leży poza płótnem.</translation>
    </message>
    <message>
      <source>Nothing of the hypernetwork {name} fits this model: it was made for a model of another kind (widths {widths}). Choose another model, or take it out.</source>
      <translation>Nic z hipersieci {name} nie pasuje do tego modelu: powstała dla modelu innego rodzaju (szerokości {widths}). Wybierz inny model albo ją usuń.</translation>
    </message>
    <message>
      <source>Nothing that is selected is opaque, and detail is restored only there. Select something that is, and try again.</source>
      <translation>Nic z tego, co zaznaczono, nie jest nieprzezroczyste, a detale przywraca się tylko tam. Zaznacz coś takiego i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>Number of pictures</source>
      <translation>Liczba obrazów</translation>
    </message>
    <message>
      <source>Of a backend on another computer, with http:// or https://. Empty: on this one.</source>
      <translation>Silnika na innym komputerze, z http:// lub https://. Puste: na tym.</translation>
    </message>
    <message>
      <source>On this computer also {address}</source>
      <translation>Na tym komputerze także {address}</translation>
    </message>
    <message>
      <source>One picture for each combination, all with one seed. They are results like any other, and the sheet shows them side by side.</source>
      <translation>Jeden obraz dla każdej kombinacji, wszystkie z jednym ziarnem. To wyniki jak każde inne, a arkusz pokazuje je obok siebie.</translation>
    </message>
    <message>
      <source>Only a region has a prompt; {name} is a {role}.</source>
      <translation>Opis ma tylko region; {name} to {role}.</translation>
    </message>
    <message>
      <source>Only models on this computer.</source>
      <translation>Tylko modele na tym komputerze.</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Krycie</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Otwórz</translation>
    </message>
    <message>
      <source>Open &amp;recent</source>
      <translation>Otwórz &amp;ostatnie</translation>
    </message>
    <message>
      <source>Open a picture</source>
      <translation>Otwórz obraz</translation>
    </message>
    <message>
      <source>Open as a picture</source>
      <translation>Otwórz jako obraz</translation>
    </message>
    <message>
      <source>Open the folder of models</source>
      <translation>Otwórz folder modeli</translation>
    </message>
    <message>
      <source>Open the folder of styles</source>
      <translation>Otwórz folder stylów</translation>
    </message>
    <message>
      <source>OpenRaster holds 8 and 16 bits, and this picture has floating-point pixels; save it flattened as TIFF.</source>
      <translation>OpenRaster mieści 8 i 16 bitów, a ten obraz ma piksele zmiennoprzecinkowe; zapisz go spłaszczony jako TIFF.</translation>
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation>Otwieranie {name}…</translation>
    </message>
    <message>
      <source>Opens each as a picture of its own.</source>
      <translation>Otwiera każdy jako osobny obraz.</translation>
    </message>
    <message>
      <source>Opens the list of those that are here; type to search, Enter takes one.</source>
      <translation>Otwiera listę tych, które tu są; pisz, żeby szukać, Enter wybiera.</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>Otwórz…</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Kolejność</translation>
    </message>
    <message>
      <source>Other computers may come in only with a login: choose a user and a password.</source>
      <translation>Inne komputery mogą łączyć się tylko po zalogowaniu: wybierz użytkownika i hasło.</translation>
    </message>
    <message>
      <source>Other pictures ({count})</source>
      <translation>Inne obrazy ({count})</translation>
    </message>
    <message>
      <source>Other programs</source>
      <translation>Inne programy</translation>
    </message>
    <message>
      <source>Other programs look for the web UI at 7860.</source>
      <translation>Inne programy szukają web UI na porcie 7860.</translation>
    </message>
    <message>
      <source>Otherwise it is transparent</source>
      <translation>W przeciwnym razie jest przezroczyste</translation>
    </message>
    <message>
      <source>Paint from words</source>
      <translation>Malowanie ze słów</translation>
    </message>
    <message>
      <source>Paint on the active layer. E switches the eraser, Ctrl+click picks a colour.</source>
      <translation>Maluj na aktywnej warstwie. E włącza gumkę, Ctrl+kliknięcie pobiera kolor.</translation>
    </message>
    <message>
      <source>Paint on the layer</source>
      <translation>Maluj na warstwie</translation>
    </message>
    <message>
      <source>Paint on the mask: white shows, black hides. Shift+click switches it off and on.</source>
      <translation>Maluj na masce: biel odsłania, czerń zakrywa. Shift+kliknięcie wyłącza ją i włącza.</translation>
    </message>
    <message>
      <source>Paint over what is to go, and let go. It goes as a layer of its own, one step to undo. [ and ] change the size.</source>
      <translation>Zamaluj to, co ma zniknąć, i puść. Zniknie na osobnej warstwie, jednym krokiem cofania. [ i ] zmieniają rozmiar.</translation>
    </message>
    <message>
      <source>Paint over what you want. Alt takes away. [ and ] change the size.</source>
      <translation>Zamaluj to, o co chodzi. Alt odejmuje. [ i ] zmieniają rozmiar.</translation>
    </message>
    <message>
      <source>Paint the whole canvas from your words alone.</source>
      <translation>Maluje całe płótno z samych słów.</translation>
    </message>
    <message>
      <source>Paint what is selected anew, as your words say.</source>
      <translation>Maluje zaznaczenie na nowo, tak jak mówią Twoje słowa.</translation>
    </message>
    <message>
      <source>Paint with it</source>
      <translation>Maluj nim</translation>
    </message>
    <message>
      <source>Painting and refining at 1024 pixels; more detail, more memory.</source>
      <translation>Malowanie i dopracowywanie w 1024 pikselach; więcej szczegółów, więcej pamięci.</translation>
    </message>
    <message>
      <source>Painting by words at once, to see how it goes: colours and textures, no things.</source>
      <translation>Od razu malowanie słowami, żeby zobaczyć, jak to działa: barwy i faktury, nie rzeczy.</translation>
    </message>
    <message>
      <source>Painting under your line drawing.</source>
      <translation>Maluje pod Twoim rysunkiem.</translation>
    </message>
    <message>
      <source>Paints without it from now on.</source>
      <translation>Odtąd maluje bez niego.</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>Części</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Hasło</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>Wklej</translation>
    </message>
    <message>
      <source>Paste a style</source>
      <translation>Wklej styl</translation>
    </message>
    <message>
      <source>Paste as ne&amp;w picture</source>
      <translation>Wklej jako no&amp;wy obraz</translation>
    </message>
    <message>
      <source>Pasted</source>
      <translation>Wklejone</translation>
    </message>
    <message>
      <source>Photographs and paintings, four times as large. Comes with Ritocco.</source>
      <translation>Zdjęcia i obrazy, czterokrotnie większe. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>Photographs in a hurry; smoother than x4plus.</source>
      <translation>Zdjęcia w pośpiechu; gładsze niż x4plus.</translation>
    </message>
    <message>
      <source>Photographs, twice as large: gentler than x4.</source>
      <translation>Zdjęcia, dwukrotnie większe: łagodniej niż x4.</translation>
    </message>
    <message>
      <source>Pick a colour</source>
      <translation>Pobierz kolor</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Obrazy</translation>
    </message>
    <message>
      <source>Pictures are still being made for this one, and it is in no file. Save it first, and they will be in its gallery.</source>
      <translation>Dla tego obrazu wciąż powstają wyniki, a nie ma go w żadnym pliku. Najpierw go zapisz, a znajdziesz je w jego galerii.</translation>
    </message>
    <message>
      <source>Pictures are still being made for this one. They will be in its gallery when it is opened again.</source>
      <translation>Dla tego obrazu powstają jeszcze wyniki. Będą w jego galerii, gdy otworzysz go znowu.</translation>
    </message>
    <message>
      <source>Pictures are still being made. Easel can go on with them when it is opened next.</source>
      <translation>Obrazy jeszcze powstają. Easel może dokończyć je po następnym otwarciu.</translation>
    </message>
    <message>
      <source>Pictures in 4 to 8 steps, softer than with 25.</source>
      <translation>Obrazy w 4 do 8 kroków, miększe niż przy 25.</translation>
    </message>
    <message>
      <source>Pictures in 8 steps, crisper than LCM.</source>
      <translation>Obrazy w 8 kroków, ostrzejsze niż LCM.</translation>
    </message>
    <message>
      <source>Pixels over which the edge of a new selection rises, on either side of it</source>
      <translation>Na ilu pikselach narasta krawędź nowego zaznaczenia, po obu jej stronach</translation>
    </message>
    <message>
      <source>Place: {path}</source>
      <translation>Miejsce: {path}</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Preparing the window</source>
      <translation>Przygotowanie okna</translation>
    </message>
    <message>
      <source>Press again to discard this result for good.</source>
      <translation>Naciśnij jeszcze raz, by odrzucić ten wynik na dobre.</translation>
    </message>
    <message>
      <source>Press again, and they are gone.</source>
      <translation>Naciśnij jeszcze raz, a znikną.</translation>
    </message>
    <message>
      <source>Previews</source>
      <translation>Podglądy</translation>
    </message>
    <message>
      <source>Previous result</source>
      <translation>Poprzedni wynik</translation>
    </message>
    <message>
      <source>Programs on other computers too. Needs user and password.</source>
      <translation>Także programy na innych komputerach. Wymaga użytkownika i hasła.</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>Prompt</translation>
    </message>
    <message>
      <source>Prompt and knobs are set as they were for that picture.</source>
      <translation>Opis i ustawienia są takie, jakie były przy tamtym obrazie.</translation>
    </message>
    <message>
      <source>Prompts used before (Alt+Up, Alt+Down).</source>
      <translation>Prompty użyte wcześniej (Alt+góra, Alt+dół).</translation>
    </message>
    <message>
      <source>Pull at an edge or a corner to add canvas there.</source>
      <translation>Pociągnij za bok lub róg, aby dodać tam płótno.</translation>
    </message>
    <message>
      <source>Pull at an edge, type how much to add at a side, or choose a shape.</source>
      <translation>Pociągnij za bok, wpisz, ile dodać z boku, albo wybierz proporcje.</translation>
    </message>
    <message>
      <source>Put back</source>
      <translation>Przywróć</translation>
    </message>
    <message>
      <source>Puts its word into the prompt of the open picture.</source>
      <translation>Wstawia jego słowo do opisu otwartego obrazu.</translation>
    </message>
    <message>
      <source>Puts these words into the prompt, or takes them out again.</source>
      <translation>Wstawia te słowa do opisu albo je z niego wyjmuje.</translation>
    </message>
    <message>
      <source>Queue: {what}</source>
      <translation>Do kolejki: {what}</translation>
    </message>
    <message>
      <source>Quicker: {way}</source>
      <translation>Szybciej: {way}</translation>
    </message>
    <message>
      <source>Raise layer</source>
      <translation>Przenieś warstwę wyżej</translation>
    </message>
    <message>
      <source>Raw pixels need the size of the canvas, and the box they were taken from.</source>
      <translation>Surowe piksele wymagają rozmiaru płótna i prostokąta, z którego je wzięto.</translation>
    </message>
    <message>
      <source>Read the folder again</source>
      <translation>Wczytaj folder ponownie</translation>
    </message>
    <message>
      <source>Read the licence</source>
      <translation>Przeczytaj licencję</translation>
    </message>
    <message>
      <source>Reading {name}</source>
      <translation>Czytanie: {name}</translation>
    </message>
    <message>
      <source>Reading {place}</source>
      <translation>Czytanie {place}</translation>
    </message>
    <message>
      <source>Reads the whole file and compares it with what it should be.</source>
      <translation>Czyta cały plik i porównuje z tym, jaki powinien być.</translation>
    </message>
    <message>
      <source>Refine</source>
      <translation>Dopracuj</translation>
    </message>
    <message>
      <source>Refine the picture</source>
      <translation>Dopracuj obraz</translation>
    </message>
    <message>
      <source>Refine the selection</source>
      <translation>Dopracuj zaznaczenie</translation>
    </message>
    <message>
      <source>Refine “{layer}”</source>
      <translation>Dopracuj „{layer}”</translation>
    </message>
    <message>
      <source>Refining sketches and painting new pictures on modest machines.</source>
      <translation>Dopracowywanie szkiców i malowanie nowych obrazów na skromnych komputerach.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Usuń</translation>
    </message>
    <message>
      <source>Remove brush</source>
      <translation>Pędzel usuwania</translation>
    </message>
    <message>
      <source>Remove from the disk</source>
      <translation>Usuń z dysku</translation>
    </message>
    <message>
      <source>Remove the selection</source>
      <translation>Usuń zaznaczenie</translation>
    </message>
    <message>
      <source>Remove what is selected</source>
      <translation>Usuń to, co zaznaczone</translation>
    </message>
    <message>
      <source>Remove {model} for good?</source>
      <translation>Usunąć {model} na dobre?</translation>
    </message>
    <message>
      <source>Remove {model} for good? {size} become free.</source>
      <translation>Usunąć {model} na dobre? Zwolni się {size}.</translation>
    </message>
    <message>
      <source>Removes them for good. Press twice.</source>
      <translation>Usuwa je na dobre. Naciśnij dwa razy.</translation>
    </message>
    <message>
      <source>Removing things from photographs, with textures that run on.</source>
      <translation>Usuwanie rzeczy ze zdjęć, z ciągłością faktur.</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Zmień nazwę</translation>
    </message>
    <message>
      <source>Rename layer</source>
      <translation>Zmień nazwę warstwy</translation>
    </message>
    <message>
      <source>Repainting a selection at 1024 pixels.</source>
      <translation>Przemalowywanie zaznaczenia w 1024 pikselach.</translation>
    </message>
    <message>
      <source>Repainting a selection so that it fits its surroundings. The one to begin with.</source>
      <translation>Przemalowuje zaznaczenie tak, by pasowało do otoczenia. Od niego warto zacząć.</translation>
    </message>
    <message>
      <source>Repainting a selection, with a newer text encoder than 1.5.</source>
      <translation>Przemalowywanie zaznaczenia, z nowszym enkoderem tekstu niż 1.5.</translation>
    </message>
    <message>
      <source>Repair all faces</source>
      <translation>Napraw wszystkie twarze</translation>
    </message>
    <message>
      <source>Repair faces</source>
      <translation>Napraw twarze</translation>
    </message>
    <message>
      <source>Repair faces in the selection</source>
      <translation>Napraw twarze w zaznaczeniu</translation>
    </message>
    <message>
      <source>Repairing face {number} of {faces}</source>
      <translation>Naprawianie twarzy {number} z {faces}</translation>
    </message>
    <message>
      <source>Repairing faces needs</source>
      <translation>Naprawianie twarzy wymaga:</translation>
    </message>
    <message>
      <source>Repairing faces with more texture, at some cost in likeness.</source>
      <translation>Naprawia twarze z większą fakturą, kosztem podobieństwa.</translation>
    </message>
    <message>
      <source>Repairing small and blurred faces; keeps whose face it is.</source>
      <translation>Naprawia małe i nieostre twarze; zachowuje podobieństwo.</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Wyzeruj</translation>
    </message>
    <message>
      <source>Results appear here. A click shows one on the canvas, a double click makes it a layer.</source>
      <translation>Tu pojawią się wyniki. Kliknięcie pokazuje wynik na płótnie, dwukrotne robi z niego warstwę.</translation>
    </message>
    <message>
      <source>Results could not be written to {folder}, and no more fit into memory (it holds {count}). Make room on that disk, or discard some of them, and try again.</source>
      <translation>Wyników nie udało się zapisać w {folder}, a w pamięci więcej się nie zmieści (jest ich tam {count}). Zrób miejsce na tym dysku albo odrzuć część z nich i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>Results made before will not fit any more. To enlarge with detail, use Upscale in the dock.</source>
      <translation>Wcześniejsze wyniki przestaną pasować. Aby powiększyć obraz i dodać szczegóły, użyj polecenia Powiększ w doku.</translation>
    </message>
    <message>
      <source>Results without a picture ({count})</source>
      <translation>Wyniki bez swojego obrazu ({count})</translation>
    </message>
    <message>
      <source>Results, models and settings lie in {folder}.</source>
      <translation>Wyniki, modele i ustawienia znajdują się w {folder}.</translation>
    </message>
    <message>
      <source>Results, newest first</source>
      <translation>Wyniki, od najnowszego</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Prawo</translation>
    </message>
    <message>
      <source>Ritocco cannot keep what it works on in {among} ({reason}). Free or repair that place, or set RITOCCO_HOME to another folder.</source>
      <translation>Ritocco nie może trzymać w {among} tego, nad czym pracuje ({reason}). Zwolnij lub napraw to miejsce albo ustaw RITOCCO_HOME na inny folder.</translation>
    </message>
    <message>
      <source>Ritocco cannot lock files in its models folder {parent} ({reason}). Name one on this computer's own disk ([data] models in the settings).</source>
      <translation>Ritocco nie może blokować plików w swoim folderze modeli {parent} ({reason}). Podaj folder na własnym dysku tego komputera ([data] models w ustawieniach).</translation>
    </message>
    <message>
      <source>Ritocco cannot read or write its token file {token} ({reason}). Delete that file and try again.</source>
      <translation>Ritocco nie może odczytać lub zapisać pliku z tokenem {token} ({reason}). Usuń ten plik i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>Ritocco cannot use its data folder {home} ({reason}). Free or repair that place, or set {variable} to another folder.</source>
      <translation>Ritocco nie może użyć swojego folderu danych {home} ({reason}). Zwolnij lub napraw to miejsce albo ustaw {variable} na inny folder.</translation>
    </message>
    <message>
      <source>Ritocco cannot use the folder of its results, {folder} ({reason}).</source>
      <translation>Ritocco nie może użyć folderu swoich wyników, {folder} ({reason}).</translation>
    </message>
    <message>
      <source>Ritocco cannot use this kind yet</source>
      <translation>Ritocco nie umie jeszcze użyć tego rodzaju</translation>
    </message>
    <message>
      <source>Ritocco cannot write into its models folder ({reason}: {parent}). Give yourself the right to write there, or name another ([data] models in the settings).</source>
      <translation>Ritocco nie może zapisywać w swoim folderze modeli ({reason}: {parent}). Nadaj sobie prawo zapisu w tym miejscu albo podaj inny ([data] models w ustawieniach).</translation>
    </message>
    <message>
      <source>Ritocco is being closed and takes no more work.</source>
      <translation>Ritocco jest zamykany i nie przyjmuje już zadań.</translation>
    </message>
    <message>
      <source>Ritocco is being closed; start it again and send it again.</source>
      <translation>Ritocco jest zamykany; uruchom go ponownie i wyślij jeszcze raz.</translation>
    </message>
    <message>
      <source>Ritocco is being installed. You can go on painting.</source>
      <translation>Ritocco się instaluje. Możesz dalej malować.</translation>
    </message>
    <message>
      <source>Ritocco works on the picture you have open.</source>
      <translation>Ritocco pracuje na obrazie, który masz otwarty.</translation>
    </message>
    <message>
      <source>Ritocco's backend does not answer. Start it again.</source>
      <translation>Silnik Ritocco nie odpowiada. Uruchom go ponownie.</translation>
    </message>
    <message>
      <source>Ritocco's backend is not installed here. Install it, then start it again.</source>
      <translation>Silnik Ritocco nie jest tu zainstalowany. Zainstaluj go i uruchom.</translation>
    </message>
    <message>
      <source>Ritocco's settings forbid the network, so only models from a folder that stands in for it can be had.</source>
      <translation>Ustawienia Ritocco zabraniają sieci, więc można mieć tylko modele z folderu, który ją zastępuje.</translation>
    </message>
    <message>
      <source>Roll a seed</source>
      <translation>Wylosuj ziarno</translation>
    </message>
    <message>
      <source>Rolls a new seed and keeps it.</source>
      <translation>Losuje nowe ziarno i je zachowuje.</translation>
    </message>
    <message>
      <source>Rough strokes say where things go.</source>
      <translation>Zgrubne kreski mówią, gdzie co ma być.</translation>
    </message>
    <message>
      <source>Run it again</source>
      <translation>Jeszcze raz</translation>
    </message>
    <message>
      <source>Run what the dock is set to</source>
      <translation>Wykonaj to, co ustawiono w panelu</translation>
    </message>
    <message>
      <source>Runs Extend.</source>
      <translation>Uruchamia Rozszerz.</translation>
    </message>
    <message>
      <source>Runs Fill.</source>
      <translation>Uruchamia Wypełnij.</translation>
    </message>
    <message>
      <source>Runs Remove.</source>
      <translation>Uruchamia Usuń.</translation>
    </message>
    <message>
      <source>S&amp;hrink…</source>
      <translation>Zm&amp;niejsz…</translation>
    </message>
    <message>
      <source>SDXL in 4 to 8 steps, softer than with 25.</source>
      <translation>SDXL w 4 do 8 kroków, miększy niż przy 25.</translation>
    </message>
    <message>
      <source>SDXL in 8 steps, crisper than LCM.</source>
      <translation>SDXL w 8 kroków, ostrzejszy niż LCM.</translation>
    </message>
    <message>
      <source>SDXL in half the VAE memory, without the black pictures of the original VAE.</source>
      <translation>SDXL z połową pamięci VAE, bez czarnych obrazów oryginalnego VAE.</translation>
    </message>
    <message>
      <source>Sampler</source>
      <translation>Sampler</translation>
    </message>
    <message>
      <source>Sampler, schedule, steps and CFG as this model paints best, and as the next one does when you choose another.</source>
      <translation>Sampler, rozkład, kroki i CFG takie, z jakimi ten model maluje najlepiej; gdy wybierzesz inny, jego wartości.</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Zapisz</translation>
    </message>
    <message>
      <source>Save &amp;as…</source>
      <translation>Zapisz j&amp;ako…</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Zapisz jako</translation>
    </message>
    <message>
      <source>Save style</source>
      <translation>Zapisz styl</translation>
    </message>
    <message>
      <source>Save the present settings as a style…</source>
      <translation>Zapisz obecne ustawienia jako styl…</translation>
    </message>
    <message>
      <source>Save without it</source>
      <translation>Zapisz bez niego</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>Zapisano {name}.</translation>
    </message>
    <message>
      <source>Saving the result</source>
      <translation>Zapisywanie wyniku</translation>
    </message>
    <message>
      <source>Saving {name}…</source>
      <translation>Zapisywanie {name}…</translation>
    </message>
    <message>
      <source>Say by how much: enter pixels or percent for a side.</source>
      <translation>Podaj, o ile: wpisz piksele lub procent dla boku.</translation>
    </message>
    <message>
      <source>Say how long the body is in one way only, by its length or in chunks.</source>
      <translation>Podaj długość treści tylko w jeden sposób: wprost albo w kawałkach.</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>Skala</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Rozkład</translation>
    </message>
    <message>
      <source>Search adapters</source>
      <translation>Szukaj adapterów</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Ziarno</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>Zaznacz</translation>
    </message>
    <message>
      <source>Select a rectangle</source>
      <translation>Zaznacz prostokąt</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>Zaznacz wszystko</translation>
    </message>
    <message>
      <source>Select an ellipse</source>
      <translation>Zaznacz elipsę</translation>
    </message>
    <message>
      <source>Select an object</source>
      <translation>Zaznacz obiekt</translation>
    </message>
    <message>
      <source>Select from mask</source>
      <translation>Zaznacz z maski</translation>
    </message>
    <message>
      <source>Select nothing</source>
      <translation>Odznacz wszystko</translation>
    </message>
    <message>
      <source>Select the part of the picture that is to change.</source>
      <translation>Zaznacz część obrazu, która ma się zmienić.</translation>
    </message>
    <message>
      <source>Selected {size}</source>
      <translation>Zaznaczono {size}</translation>
    </message>
    <message>
      <source>Selection brush</source>
      <translation>Pędzel zaznaczania</translation>
    </message>
    <message>
      <source>Selection, {px} px wider</source>
      <translation>Zaznaczenie szersze o {px} px</translation>
    </message>
    <message>
      <source>Send the part {key} as a file.</source>
      <translation>Wyślij część {key} jako plik.</translation>
    </message>
    <message>
      <source>Send the part {key} once.</source>
      <translation>Wyślij część {key} raz.</translation>
    </message>
    <message>
      <source>Send the token from Ritocco's data folder as 'Authorization: Bearer &lt;token&gt;'.</source>
      <translation>Wyślij token z folderu danych Ritocco jako „Authorization: Bearer &lt;token&gt;”.</translation>
    </message>
    <message>
      <source>Sending</source>
      <translation>Wysyłanie</translation>
    </message>
    <message>
      <source>Sending pixels</source>
      <translation>Wysyłanie pikseli</translation>
    </message>
    <message>
      <source>Sends it once more, exactly as it was.</source>
      <translation>Wysyła jeszcze raz, dokładnie tak samo.</translation>
    </message>
    <message>
      <source>Serving at {address} lets other computers in; choose a token for them with --token.</source>
      <translation>Serwowanie pod {address} wpuszcza inne komputery; wybierz dla nich token przez --token.</translation>
    </message>
    <message>
      <source>Sets prompt and all knobs to those of this result, seed included.</source>
      <translation>Ustawia prompt i wszystkie pokrętła tak jak w tym wyniku, razem z ziarnem.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ustawienia</translation>
    </message>
    <message>
      <source>Shapes grow</source>
      <translation>Przyrost</translation>
    </message>
    <message>
      <source>Shapes, the outer part (INS)</source>
      <translation>Kształty, część zewnętrzna (INS)</translation>
    </message>
    <message>
      <source>Shapes: the way in (INALL)</source>
      <translation>Kształty: droga w głąb (INALL)</translation>
    </message>
    <message>
      <source>Sharper previews while SDXL paints.</source>
      <translation>Ostrzejsze podglądy, gdy maluje SDXL.</translation>
    </message>
    <message>
      <source>Sharper previews while Stable Diffusion 1 and 2 paint.</source>
      <translation>Ostrzejsze podglądy, gdy maluje Stable Diffusion 1 i 2.</translation>
    </message>
    <message>
      <source>Shift and Alt, while selecting</source>
      <translation>Shift i Alt podczas zaznaczania</translation>
    </message>
    <message>
      <source>Shift+Wheel</source>
      <translation>Shift+kółko</translation>
    </message>
    <message>
      <source>Show as &amp;tint</source>
      <translation>Pokaż jako &amp;barwę</translation>
    </message>
    <message>
      <source>Show finished results on the canvas</source>
      <translation>Pokazuj gotowe wyniki na płótnie</translation>
    </message>
    <message>
      <source>Show layer</source>
      <translation>Pokaż warstwę</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Pokaż dziennik</translation>
    </message>
    <message>
      <source>Show on the canvas</source>
      <translation>Pokaż na płótnie</translation>
    </message>
    <message>
      <source>Show or hide this layer</source>
      <translation>Pokaż lub ukryj tę warstwę</translation>
    </message>
    <message>
      <source>Show the log</source>
      <translation>Pokaż dziennik</translation>
    </message>
    <message>
      <source>Show the next result</source>
      <translation>Pokaż następny wynik</translation>
    </message>
    <message>
      <source>Show the previous result</source>
      <translation>Pokaż poprzedni wynik</translation>
    </message>
    <message>
      <source>Shown only; not part of the picture until applied.</source>
      <translation>Tylko podgląd, jeszcze nie część obrazu.</translation>
    </message>
    <message>
      <source>Shows it on the canvas. Nothing is changed.</source>
      <translation>Pokazuje go na płótnie. Niczego nie zmienia.</translation>
    </message>
    <message>
      <source>Shows the result after this one (Right).</source>
      <translation>Pokazuje wynik po tym (strzałka w prawo).</translation>
    </message>
    <message>
      <source>Shows the result before this one (Left).</source>
      <translation>Pokazuje wynik przed tym (strzałka w lewo).</translation>
    </message>
    <message>
      <source>Shows what works without a model, and which one to begin with.</source>
      <translation>Pokazuje, co działa bez modelu i od którego zacząć.</translation>
    </message>
    <message>
      <source>Shows {model}: what it is good for, its size and licence.</source>
      <translation>Pokazuje {model}: do czego służy, jego rozmiar i licencję.</translation>
    </message>
    <message>
      <source>Shrink selection</source>
      <translation>Zmniejsz zaznaczenie</translation>
    </message>
    <message>
      <source>Side of the square the model paints at. Models draw best at the size they were trained for; a larger one shows finer detail and repeats itself sooner.</source>
      <translation>Bok kwadratu, w którym model maluje. Modele rysują najlepiej w rozmiarze, w którym je uczono; większy daje drobniejsze szczegóły, ale szybciej się powtarza.</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Rozmiar</translation>
    </message>
    <message>
      <source>Size: not known before its source is asked</source>
      <translation>Rozmiar: nieznany, dopóki nie zapyta się źródła</translation>
    </message>
    <message>
      <source>Size: {size}</source>
      <translation>Rozmiar: {size}</translation>
    </message>
    <message>
      <source>Size: {size}; {room} are free on the disk</source>
      <translation>Rozmiar: {size}; na dysku jest wolne {room}</translation>
    </message>
    <message>
      <source>Sketch</source>
      <translation>Szkic</translation>
    </message>
    <message>
      <source>Sketching</source>
      <translation>Szkicowanie</translation>
    </message>
    <message>
      <source>Small additions to a model: styles, subjects, speed.</source>
      <translation>Małe dodatki do modelu: style, tematy, szybkość.</translation>
    </message>
    <message>
      <source>Small files that teach the model a style, a person or a thing.</source>
      <translation>Małe pliki, które uczą model stylu, osoby albo rzeczy.</translation>
    </message>
    <message>
      <source>Small files that teach the model a style, a person or a thing: LoRAs, hypernetworks, embeddings. Add one, or drop its file onto the dock.</source>
      <translation>Małe pliki, które uczą model stylu, osoby albo rzeczy: LoRA, hipersieci, embeddingi. Dodaj któryś albo upuść jego plik na panel.</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <translation>Mniejszy pędzel</translation>
    </message>
    <message>
      <source>Soft edge</source>
      <translation>Miękka krawędź</translation>
    </message>
    <message>
      <source>Soften</source>
      <translation>Zmiękcz</translation>
    </message>
    <message>
      <source>Soften selection</source>
      <translation>Zmiękcz zaznaczenie</translation>
    </message>
    <message>
      <source>Some of what the picture holds beside its pixels cannot be, so it is left away.</source>
      <translation>Części tego, co obraz zawiera poza pikselami, nie da się zachować, więc została pominięta.</translation>
    </message>
    <message>
      <source>Something answers at that address, but it is not Ritocco. Check the address.</source>
      <translation>Pod tym adresem coś odpowiada, ale to nie Ritocco. Sprawdź adres.</translation>
    </message>
    <message>
      <source>Something went wrong inside Ritocco; see its log file.</source>
      <translation>Coś w Ritocco poszło nie tak; zajrzyj do jego dziennika.</translation>
    </message>
    <message>
      <source>Something went wrong inside Ritocco; your picture was not changed.</source>
      <translation>Coś w Ritocco poszło nie tak; Twój obraz nie został zmieniony.</translation>
    </message>
    <message>
      <source>Space, or the middle button</source>
      <translation>Spacja albo środkowy przycisk</translation>
    </message>
    <message>
      <source>Stable Cascade</source>
      <translation>modelu Stable Cascade</translation>
    </message>
    <message>
      <source>Stable Diffusion 3</source>
      <translation>modelu Stable Diffusion 3</translation>
    </message>
    <message>
      <source>Stable Diffusion: they paint what words say.</source>
      <translation>Stable Diffusion: malują to, co mówią słowa.</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Uruchom</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Uruchom ponownie</translation>
    </message>
    <message>
      <source>Start the backend</source>
      <translation>Uruchom silnik</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Rozpoczynanie</translation>
    </message>
    <message>
      <source>Starting the backend…</source>
      <translation>Uruchamianie silnika…</translation>
    </message>
    <message>
      <source>Starts the backend on this computer.</source>
      <translation>Uruchamia silnik na tym komputerze.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Kroki</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Zatrzymaj</translation>
    </message>
    <message>
      <source>Stop the backend</source>
      <translation>Zatrzymaj silnik</translation>
    </message>
    <message>
      <source>Stops all jobs of this document; finished results stay.</source>
      <translation>Zatrzymuje wszystkie zadania tego dokumentu; gotowe wyniki zostają.</translation>
    </message>
    <message>
      <source>Stops at once. The document stays as it is.</source>
      <translation>Zatrzymuje od razu. Dokument zostaje taki, jaki jest.</translation>
    </message>
    <message>
      <source>Stops what is made for other pictures; this one is next.</source>
      <translation>Zatrzymuje to, co powstaje dla innych obrazów; ten będzie następny.</translation>
    </message>
    <message>
      <source>Stops. What has come is kept, and it goes on from there the next time.</source>
      <translation>Zatrzymuje. To, co przyszło, zostaje, i następnym razem pobieranie ruszy od tego miejsca.</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Siła</translation>
    </message>
    <message>
      <source>Strength of the hypernetwork {name}</source>
      <translation>Siła hipersieci {name}</translation>
    </message>
    <message>
      <source>Strength of {name}</source>
      <translation>Siła {name}</translation>
    </message>
    <message>
      <source>Strength of {name} on words</source>
      <translation>Siła {name} dla słów</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>Styl</translation>
    </message>
    <message>
      <source>Styles: save, share, delete</source>
      <translation>Style: zapisywanie, udostępnianie, usuwanie</translation>
    </message>
    <message>
      <source>Subtract from selection</source>
      <translation>Odejmij od zaznaczenia</translation>
    </message>
    <message>
      <source>Switch mask off</source>
      <translation>Wyłącz maskę</translation>
    </message>
    <message>
      <source>Switch mask on</source>
      <translation>Włącz maskę</translation>
    </message>
    <message>
      <source>Take away from the selection (Alt)</source>
      <translation>Odejmij od zaznaczenia (Alt)</translation>
    </message>
    <message>
      <source>Take away what is selected, with a few pixels around it so that no fringe stays, and continue the surroundings. No words needed; nothing beyond changes.</source>
      <translation>Usuwa to, co zaznaczone, z kilkoma pikselami wokół, by nie został żaden rąbek, i przedłuża otoczenie. Słowa są zbędne; dalej nic się nie zmienia.</translation>
    </message>
    <message>
      <source>Takes back contrast that a high CFG adds; 70 % is much. Models with v-prediction want it.</source>
      <translation>Cofa kontrast, który dodaje wysokie CFG; 70 % to dużo. Potrzebują tego modele z v-prediction.</translation>
    </message>
    <message>
      <source>Takes the link away; the file it leads to stays.</source>
      <translation>Usuwa dowiązanie; plik, do którego prowadzi, zostaje.</translation>
    </message>
    <message>
      <source>Takes this model for the open picture.</source>
      <translation>Bierze ten model do otwartego obrazu.</translation>
    </message>
    <message>
      <source>That address sends on to another one. Give the address of the backend itself; the token is sent nowhere else.</source>
      <translation>Ten adres odsyła gdzie indziej. Podaj adres samego silnika; token nie jest wysyłany nigdzie indziej.</translation>
    </message>
    <message>
      <source>That backend is of another version. Update Ritocco on both computers.</source>
      <translation>Tamten silnik jest w innej wersji. Zaktualizuj Ritocco na obu komputerach.</translation>
    </message>
    <message>
      <source>That frees {size} of the backend's disk.</source>
      <translation>Zwolni to {size} na dysku silnika.</translation>
    </message>
    <message>
      <source>That is no address of a backend. It looks like http://studio:7867 or https://studio:7867.</source>
      <translation>To nie jest adres silnika. Wygląda on tak: http://studio:7867 lub https://studio:7867.</translation>
    </message>
    <message>
      <source>That is no picture and no file Easel can open.</source>
      <translation>To nie obraz ani plik, który Easel może otworzyć.</translation>
    </message>
    <message>
      <source>That is not Ritocco's folder. It is the one that holds run.py, or install.pyz.</source>
      <translation>To nie jest folder Ritocco. Jest nim ten, w którym leży run.py albo install.pyz.</translation>
    </message>
    <message>
      <source>That is too many pictures for one grid; {most} fit.</source>
      <translation>To za dużo obrazów na jedną siatkę; mieści się {most}.</translation>
    </message>
    <message>
      <source>The LoRA {name} is another file than the one this recipe was made with.</source>
      <translation>LoRA {name} to inny plik niż ten, z którym powstał ten przepis.</translation>
    </message>
    <message>
      <source>The LoRAs that are here: {names}.</source>
      <translation>LoRA, które tu są: {names}.</translation>
    </message>
    <message>
      <source>The active layer alone</source>
      <translation>Tylko aktywna warstwa</translation>
    </message>
    <message>
      <source>The backend cannot do this.</source>
      <translation>Silnik tego nie potrafi.</translation>
    </message>
    <message>
      <source>The backend could not be started. Install it again, then start it.</source>
      <translation>Silnika nie dało się uruchomić. Zainstaluj go ponownie i uruchom.</translation>
    </message>
    <message>
      <source>The backend does not accept this token. Enter the one it was started with.</source>
      <translation>Silnik nie przyjmuje tego tokenu. Wpisz ten, z którym go uruchomiono.</translation>
    </message>
    <message>
      <source>The backend has yet to say which models are here.</source>
      <translation>Silnik jeszcze nie powiedział, jakie modele tu są.</translation>
    </message>
    <message>
      <source>The backend is being told…</source>
      <translation>Przekazywanie do silnika…</translation>
    </message>
    <message>
      <source>The backend is off; it starts when it is needed</source>
      <translation>Silnik jest wyłączony; ruszy, gdy będzie potrzebny</translation>
    </message>
    <message>
      <source>The backend keeps finished results on disk when it stops.</source>
      <translation>Zatrzymany silnik zachowuje gotowe wyniki na dysku.</translation>
    </message>
    <message>
      <source>The backend keeps stopping. Look into its log, then start it again.</source>
      <translation>Silnik wciąż się zatrzymuje. Zajrzyj do jego dziennika i uruchom go ponownie.</translation>
    </message>
    <message>
      <source>The backend refuses us: check address and token</source>
      <translation>Silnik odmawia: sprawdź adres i token</translation>
    </message>
    <message>
      <source>The backend sent something that is no picture. Restart it and try again.</source>
      <translation>Silnik przysłał coś, co nie jest obrazem. Uruchom go ponownie i spróbuj jeszcze raz.</translation>
    </message>
    <message>
      <source>The backend stopped answering</source>
      <translation>Silnik przestał odpowiadać</translation>
    </message>
    <message>
      <source>The backend stopped twice while it worked on this. It was given up.</source>
      <translation>Silnik zatrzymał się dwa razy podczas pracy nad tym. Zadanie porzucono.</translation>
    </message>
    <message>
      <source>The backend stopped while it fetched this. Try again when it is well.</source>
      <translation>Silnik stanął podczas pobierania. Spróbuj ponownie, gdy znów będzie działał.</translation>
    </message>
    <message>
      <source>The backend stopped. It is being started again.</source>
      <translation>Silnik się zatrzymał. Trwa ponowne uruchamianie.</translation>
    </message>
    <message>
      <source>The backend takes too long to answer. Try again, or look into its log.</source>
      <translation>Silnik zbyt długo nie odpowiada. Spróbuj ponownie albo zajrzyj do jego dziennika.</translation>
    </message>
    <message>
      <source>The backend takes too long to start. Look into its log, then start it again.</source>
      <translation>Silnik zbyt długo się uruchamia. Zajrzyj do jego dziennika i uruchom go ponownie.</translation>
    </message>
    <message>
      <source>The backend's answer could not be read. Is it of another version?</source>
      <translation>Nie dało się odczytać odpowiedzi silnika. Czy nie jest w innej wersji?</translation>
    </message>
    <message>
      <source>The backend's certificate could not be checked, so nothing was sent to it.</source>
      <translation>Nie dało się sprawdzić certyfikatu silnika, więc nic do niego nie wysłano.</translation>
    </message>
    <message>
      <source>The box that was sent is empty.</source>
      <translation>Wysłany prostokąt jest pusty.</translation>
    </message>
    <message>
      <source>The bundle does not begin with the length of its head.</source>
      <translation>Pakiet nie zaczyna się od długości swojego nagłówka.</translation>
    </message>
    <message>
      <source>The canvas changed while the layer was on its way. Apply it again.</source>
      <translation>Płótno zmieniło się, gdy warstwa była w drodze. Zastosuj wynik ponownie.</translation>
    </message>
    <message>
      <source>The clipboard</source>
      <translation>Schowek</translation>
    </message>
    <message>
      <source>The colour profile that was sent is not an ICC profile.</source>
      <translation>Wysłany profil kolorów nie jest profilem ICC.</translation>
    </message>
    <message>
      <source>The colour profile that was sent is not base64.</source>
      <translation>Wysłany profil kolorów nie jest w base64.</translation>
    </message>
    <message>
      <source>The colour profile that was sent is not one for {model} pixels; send the document's own.</source>
      <translation>Wysłany profil kolorów nie jest dla pikseli {model}; wyślij własny profil dokumentu.</translation>
    </message>
    <message>
      <source>The dashed frame is what the engine looks at; only the tinted part can change.</source>
      <translation>Przerywana ramka to to, co widzi silnik; zmienić się może tylko barwna część.</translation>
    </message>
    <message>
      <source>The disk is full.</source>
      <translation>Dysk jest pełny.</translation>
    </message>
    <message>
      <source>The disk is full; {size} more were needed.</source>
      <translation>Dysk jest pełny; potrzeba było jeszcze {size}.</translation>
    </message>
    <message>
      <source>The disk is too full for this.</source>
      <translation>Na dysku jest na to za mało miejsca.</translation>
    </message>
    <message>
      <source>The disk of Ritocco's data folder takes nothing more; make room there and try again.</source>
      <translation>Dysk z folderem danych Ritocco nie przyjmuje już niczego; zrób tam miejsce i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The document has another colour space by now ({now}). Make the result again.</source>
      <translation>Dokument ma już inną przestrzeń kolorów ({now}). Zrób wynik jeszcze raz.</translation>
    </message>
    <message>
      <source>The document says which box was sent, but not the size of its canvas.</source>
      <translation>Dokument mówi, który prostokąt wysłano, ale nie podaje rozmiaru płótna.</translation>
    </message>
    <message>
      <source>The document was closed. Its results are kept in the gallery.</source>
      <translation>Dokument zamknięto. Jego wyniki są zachowane w galerii.</translation>
    </message>
    <message>
      <source>The document's colours are others than when this was made, so the layer came as 8-bit sRGB.</source>
      <translation>Dokument ma inne kolory niż wtedy, gdy to powstało, więc warstwa przyszła jako 8-bitowe sRGB.</translation>
    </message>
    <message>
      <source>The edge of this one shows; try another seed, or a softer selection.</source>
      <translation>Brzeg tego wyniku widać; spróbuj innego ziarna albo miększego zaznaczenia.</translation>
    </message>
    <message>
      <source>The edge of this one shows; try another seed.</source>
      <translation>Brzeg tego wyniku widać; spróbuj innego ziarna.</translation>
    </message>
    <message>
      <source>The editor handed out too few pixels. Nothing was changed.</source>
      <translation>Edytor wydał za mało pikseli. Nic nie zostało zmienione.</translation>
    </message>
    <message>
      <source>The embedding in the picture {name} is damaged. Get the picture again as it was made: sites that scale pictures or make JPEGs of them lose it.</source>
      <translation>Embedding w obrazie {name} jest uszkodzony. Pobierz obraz jeszcze raz w oryginalnej postaci: serwisy, które zmieniają rozmiar obrazów albo zapisują je jako JPEG, gubią embedding.</translation>
    </message>
    <message>
      <source>The embedding {name} does not fit this model: its vectors have {widths} numbers, and the model's own {wanted}. Choose another model, or take it out.</source>
      <translation>Embedding {name} nie pasuje do tego modelu: jego wektory mają po {widths} liczb, a wektory modelu po {wanted}. Wybierz inny model albo usuń embedding.</translation>
    </message>
    <message>
      <source>The embedding {name} is another file than the one this recipe was made with.</source>
      <translation>Embedding {name} to inny plik niż ten, z którym powstał ten przepis.</translation>
    </message>
    <message>
      <source>The embedding {name} was made for {other} (its vectors have {widths} numbers), and the model is {family}. Choose another model, or take it out.</source>
      <translation>Embedding {name} powstał dla {other} (jego wektory mają po {widths} liczb), a model to {family}. Wybierz inny model albo usuń embedding.</translation>
    </message>
    <message>
      <source>The embeddings that are here: {names}.</source>
      <translation>Embeddingi, które tu są: {names}.</translation>
    </message>
    <message>
      <source>The face detector {path} is damaged; install Ritocco again to mend it.</source>
      <translation>Wykrywacz twarzy {path} jest uszkodzony; zainstaluj Ritocco jeszcze raz, by go naprawić.</translation>
    </message>
    <message>
      <source>The file has more than 8 bits for each colour; they are read as 8.</source>
      <translation>Plik ma więcej niż 8 bitów na barwę; są wczytane jako 8.</translation>
    </message>
    <message>
      <source>The file holds 8 bits for each colour; all of them are in this window only.</source>
      <translation>Plik mieści 8 bitów na kolor; pełna głębia jest tylko w tym oknie.</translation>
    </message>
    <message>
      <source>The file holds the flattened picture; the layers are in this window only.</source>
      <translation>Plik zawiera spłaszczony obraz; warstwy są tylko w tym oknie.</translation>
    </message>
    <message>
      <source>The file is an animation; this is its first picture.</source>
      <translation>Plik to animacja; to jej pierwszy obraz.</translation>
    </message>
    <message>
      <source>The folder with run.py, as you unpacked it, or one with install.pyz.</source>
      <translation>Rozpakowany folder z plikiem run.py albo folder z plikiem install.pyz.</translation>
    </message>
    <message>
      <source>The folder {folder} does not exist; make it, or choose another.</source>
      <translation>Folder {folder} nie istnieje; utwórz go albo wybierz inny.</translation>
    </message>
    <message>
      <source>The guide {guide} is a {value} and a {role} in one recipe; give each a name of its own.</source>
      <translation>Obraz prowadzący {guide} jest w jednym przepisie raz jako {value}, raz jako {role}; nadaj każdemu własną nazwę.</translation>
    </message>
    <message>
      <source>The guide {name} cannot be used: {reason}</source>
      <translation>Nie można użyć obrazu prowadzącego {name}: {reason}</translation>
    </message>
    <message>
      <source>The guide {name} is {size} pixels, but the part that was sent is {part}; a {role} must cover it.</source>
      <translation>Obraz prowadzący {name} ma {size} pikseli, a wysłana część {part}; {role} musi ją pokrywać.</translation>
    </message>
    <message>
      <source>The guide {unknown} was sent, but the recipe does not name it.</source>
      <translation>Wysłano obraz prowadzący {unknown}, ale przepis go nie wymienia.</translation>
    </message>
    <message>
      <source>The guide {unused} cannot be used yet: nothing here follows a {role}. Take it out of the recipe.</source>
      <translation>Obrazu prowadzącego {unused} nie można jeszcze użyć: nic tu nie podąża za {role}. Usuń go z przepisu.</translation>
    </message>
    <message>
      <source>The head of the request is larger than is taken here.</source>
      <translation>Nagłówek żądania jest większy, niż tu przyjmujemy.</translation>
    </message>
    <message>
      <source>The hint lies beside the picture; draw it on the object.</source>
      <translation>Wskazanie leży poza obrazem; narysuj je na obiekcie.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} holds weights that are no numbers (NaN). The file is damaged: get it again.</source>
      <translation>Hipersieć {name} zawiera wagi, które nie są liczbami (NaN). Plik jest uszkodzony: pobierz go ponownie.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} is another file than the one this recipe was made with.</source>
      <translation>Hipersieć {name} to inny plik niż ten, z którym powstał ten przepis.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} is damaged ({reason}). Get it again.</source>
      <translation>Hipersieć {name} jest uszkodzona ({reason}). Pobierz ją ponownie.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} stores whole numbers in place of weights. Choose another version of it.</source>
      <translation>Hipersieć {name} zawiera liczby całkowite zamiast wag. Wybierz inną jej wersję.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} was made for {other}, and the model is {family}. Choose another model, or take it out.</source>
      <translation>Hipersieć {name} powstała dla {other}, a model to {family}. Wybierz inny model albo ją usuń.</translation>
    </message>
    <message>
      <source>The hypernetwork {name} was trained with an activation that is not known here ({activation}). Choose another one.</source>
      <translation>Hipersieć {name} uczono z nieznaną tu funkcją aktywacji ({activation}). Wybierz inną.</translation>
    </message>
    <message>
      <source>The hypernetworks that are here: {names}.</source>
      <translation>Hipersieci, które tu są: {names}.</translation>
    </message>
    <message>
      <source>The installation ended too early.</source>
      <translation>Instalacja zakończyła się przed czasem.</translation>
    </message>
    <message>
      <source>The language of this dock.</source>
      <translation>Język tego panelu.</translation>
    </message>
    <message>
      <source>The layer {sent} is empty; leave it away.</source>
      <translation>Warstwa {sent} jest pusta; pomiń ją.</translation>
    </message>
    <message>
      <source>The layer “{layer}” alone</source>
      <translation>Tylko warstwa „{layer}”</translation>
    </message>
    <message>
      <source>The layer “{name}” is in another colour space than can be sent by itself. Work on the whole picture, or convert the layer in Krita's Layer menu.</source>
      <translation>Warstwa „{name}” ma przestrzeń kolorów, której nie da się wysłać osobno. Pracuj na całym obrazie albo przekonwertuj warstwę w menu Warstwa Krity.</translation>
    </message>
    <message>
      <source>The library</source>
      <translation>Biblioteka</translation>
    </message>
    <message>
      <source>The list of models has no {name}.</source>
      <translation>Na liście modeli nie ma {name}.</translation>
    </message>
    <message>
      <source>The list of models {path} cannot be read ({reason}).</source>
      <translation>Nie można odczytać listy modeli {path} ({reason}).</translation>
    </message>
    <message>
      <source>The list of models {path} is not as it should be: {reason}.</source>
      <translation>Lista modeli {path} nie jest taka, jak powinna: {reason}.</translation>
    </message>
    <message>
      <source>The log is empty.</source>
      <translation>Dziennik jest pusty.</translation>
    </message>
    <message>
      <source>The log of a remote backend is on its own computer.</source>
      <translation>Dziennik zdalnego silnika jest na jego komputerze.</translation>
    </message>
    <message>
      <source>The log {path} cannot be written ({reason}).</source>
      <translation>Nie można zapisywać dziennika {path} ({reason}).</translation>
    </message>
    <message>
      <source>The log {path} is a pipe; remove it, so that a file can be made.</source>
      <translation>Dziennik {path} to potok; usuń go, by mógł powstać plik.</translation>
    </message>
    <message>
      <source>The memory of {device} is too small for {network}. Close other programs, or choose a smaller network, and try again.</source>
      <translation>Pamięć urządzenia {device} jest za mała dla {network}. Zamknij inne programy albo wybierz mniejszą sieć i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The memory of {where} is too small for this, even in the smallest steps. Select a smaller region, close other programs, or choose a smaller model. Nothing was changed.</source>
      <translation>Pamięć urządzenia {where} jest na to za mała, nawet w najmniejszych krokach. Zaznacz mniejszą część, zamknij inne programy albo wybierz mniejszy model. Nic nie zostało zmienione.</translation>
    </message>
    <message>
      <source>The metadata that was sent is not what was handed out.</source>
      <translation>Wysłane metadane nie są tymi, które wydano.</translation>
    </message>
    <message>
      <source>The model follows its own ideas; words are hints.</source>
      <translation>Model idzie za własnymi pomysłami; słowa są wskazówką.</translation>
    </message>
    <message>
      <source>The model {model} is not here. Choose another one.</source>
      <translation>Nie ma tu modelu {model}. Wybierz inny.</translation>
    </message>
    <message>
      <source>The model's own values</source>
      <translation>Własne wartości modelu</translation>
    </message>
    <message>
      <source>The name {name} or its path is too long; choose a shorter one.</source>
      <translation>Nazwa {name} lub jej ścieżka jest za długa; wybierz krótszą.</translation>
    </message>
    <message>
      <source>The next installation goes on from there.</source>
      <translation>Następna instalacja podejmie pracę od tego miejsca.</translation>
    </message>
    <message>
      <source>The number that chance starts from. The same seed with the same settings makes the same picture again.</source>
      <translation>Liczba, od której zaczyna się los. To samo ziarno z tymi samymi ustawieniami daje ten sam obraz.</translation>
    </message>
    <message>
      <source>The one to begin with is {model} ({licence}).</source>
      <translation>Na początek najlepszy jest {model} ({licence}).</translation>
    </message>
    <message>
      <source>The other backend's secret, from the file “token” in its data folder. It is sent to that address only.</source>
      <translation>Sekret tamtego silnika, z pliku „token” w jego folderze danych. Wysyłany jest tylko pod ten adres.</translation>
    </message>
    <message>
      <source>The part sent ({size}) does not fit the place given for it ({box}) on a canvas of {canvas}.</source>
      <translation>Wysłana część ({size}) nie pasuje do podanego dla niej miejsca ({box}) na płótnie {canvas}.</translation>
    </message>
    <message>
      <source>The picture holds pixels that are not numbers (NaN or infinite); repair them in the program that made it, then try again.</source>
      <translation>Obraz zawiera piksele, które nie są liczbami (NaN lub nieskończoność); napraw je w programie, który go utworzył, i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The picture inside {name}</source>
      <translation>Obrazek w pliku {name}</translation>
    </message>
    <message>
      <source>The picture stays</source>
      <translation>Obraz zostaje</translation>
    </message>
    <message>
      <source>The picture's colour profile is damaged, so it is left away.</source>
      <translation>Profil kolorów obrazu jest uszkodzony, więc został pominięty.</translation>
    </message>
    <message>
      <source>The picture's colour profile {reason}, so it is left away.</source>
      <translation>Profil kolorów obrazu {reason}, więc został pominięty.</translation>
    </message>
    <message>
      <source>The picture's colour profile {reason}; assign the right one in the program that made it (in Krita: Image &gt; Properties), or convert the picture to sRGB.</source>
      <translation>Profil kolorów obrazu {reason}; przypisz właściwy w programie, który ten obraz utworzył (w Kricie: Obraz &gt; Właściwości), albo przekształć obraz na sRGB.</translation>
    </message>
    <message>
      <source>The pixels ended too early; send them again.</source>
      <translation>Piksele skończyły się za wcześnie; wyślij je jeszcze raz.</translation>
    </message>
    <message>
      <source>The pixels of the guide {guide} are not those that the recipe was made with.</source>
      <translation>Piksele obrazu prowadzącego {guide} nie są tymi, z którymi powstał przepis.</translation>
    </message>
    <message>
      <source>The prompt comes to {count} pieces of up to {tokens} tokens, and BREAK begins another; {most} are the most. Make it shorter.</source>
      <translation>Opis dzieli się na {count} kawałków po najwyżej {tokens} tokenów (BREAK zaczyna kolejny), a może mieć ich najwyżej {most}. Skróć go.</translation>
    </message>
    <message>
      <source>The prompts name {count} adapters; {most} are the most.</source>
      <translation>Liczba adapterów w promptach: {count}; może ich być najwyżej {most}.</translation>
    </message>
    <message>
      <source>The recipe in the picture is damaged.</source>
      <translation>Przepis w obrazie jest uszkodzony.</translation>
    </message>
    <message>
      <source>The recipe is not JSON: {reason}.</source>
      <translation>Przepis nie jest w JSON: {reason}.</translation>
    </message>
    <message>
      <source>The recipe is on the clipboard.</source>
      <translation>Przepis jest w schowku.</translation>
    </message>
    <message>
      <source>The recipe needs the pixels of its guide {missing}; send them with it.</source>
      <translation>Przepis wymaga pikseli swojego obrazu prowadzącego {missing}; wyślij je razem z nim.</translation>
    </message>
    <message>
      <source>The request could not be read; send it again.</source>
      <translation>Nie udało się odczytać żądania; wyślij je jeszcze raz.</translation>
    </message>
    <message>
      <source>The request did not arrive in time; send it again.</source>
      <translation>Żądanie nie dotarło na czas; wyślij je jeszcze raz.</translation>
    </message>
    <message>
      <source>The request ended in the middle; send it again.</source>
      <translation>Żądanie urwało się w połowie; wyślij je jeszcze raz.</translation>
    </message>
    <message>
      <source>The result could not be read.</source>
      <translation>Nie dało się odczytać wyniku.</translation>
    </message>
    <message>
      <source>The result could not be written to {folder} ({reason}).</source>
      <translation>Nie udało się zapisać wyniku w {folder} ({reason}).</translation>
    </message>
    <message>
      <source>The result could not be written.</source>
      <translation>Nie udało się zapisać wyniku.</translation>
    </message>
    <message>
      <source>The result did not arrive whole. The document was not changed; try again.</source>
      <translation>Wynik nie dotarł w całości. Dokument się nie zmienił; spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The result {result} could not be removed ({reason}).</source>
      <translation>Nie udało się usunąć wyniku {result} ({reason}).</translation>
    </message>
    <message>
      <source>The result {result} is damaged and cannot be read ({reason}); {room}.</source>
      <translation>Wynik {result} jest uszkodzony i nie daje się odczytać ({reason}); {room}.</translation>
    </message>
    <message>
      <source>The result's pixels do not fit this document. Run it again.</source>
      <translation>Piksele wyniku nie pasują do tego dokumentu. Uruchom zadanie jeszcze raz.</translation>
    </message>
    <message>
      <source>The same file is here already: {stocked}.</source>
      <translation>Ten sam plik już tu jest: {stocked}.</translation>
    </message>
    <message>
      <source>The same idea, slightly different: a little of another seed is mixed in.</source>
      <translation>Ten sam pomysł, trochę inaczej: z domieszką innego ziarna.</translation>
    </message>
    <message>
      <source>The same in 32 bit, as its makers published it; for mixing and training.</source>
      <translation>Ten sam w 32 bitach, jak wydali go twórcy; do mieszania i uczenia.</translation>
    </message>
    <message>
      <source>The same settings on the picture as it is now, with another seed.</source>
      <translation>Te same ustawienia na obrazie takim, jaki jest teraz, z innym ziarnem.</translation>
    </message>
    <message>
      <source>The seed is kept: the same settings make the same picture. Press for a new one each time.</source>
      <translation>Ziarno jest zachowane: te same ustawienia dają ten sam obraz. Naciśnij, by za każdym razem było nowe.</translation>
    </message>
    <message>
      <source>The selection is fainter than 1 %, which changes nothing that can be seen. Select it more strongly and try again.</source>
      <translation>Zaznaczenie jest słabsze niż 1 %, więc nie zmieniłoby niczego, co widać. Zaznacz mocniej i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The selection is {length} bytes, but the picture has {area} pixels; send one byte for each, or a grey picture.</source>
      <translation>Zaznaczenie ma {length} bajtów, a obraz {area} pikseli; wyślij po jednym bajcie na piksel albo szary obraz.</translation>
    </message>
    <message>
      <source>The selection is {width} x {height} pixels but the picture is {size}; they must be of one size.</source>
      <translation>Zaznaczenie ma {width} x {height} pikseli, a obraz {size}; muszą być tej samej wielkości.</translation>
    </message>
    <message>
      <source>The sides of a texture of {canvas} cannot meet exactly with this model. Choose a width and a height that are multiples of {multiple}.</source>
      <translation>Brzegi tekstury {canvas} nie mogą się dokładnie zejść przy tym modelu. Wybierz szerokość i wysokość będące wielokrotnościami {multiple}.</translation>
    </message>
    <message>
      <source>The small VAE {name} is damaged ({reason}). Get it again.</source>
      <translation>Mały VAE {name} jest uszkodzony ({reason}). Pobierz go ponownie.</translation>
    </message>
    <message>
      <source>The small VAE {name} is for {families}, and the model is {family}. Choose another VAE, or none.</source>
      <translation>Mały VAE {name} jest dla {families}, a model to {family}. Wybierz inny VAE albo żaden.</translation>
    </message>
    <message>
      <source>The smallest canvas of this shape that holds the picture.</source>
      <translation>Najmniejsze płótno o tych proporcjach, które mieści obraz.</translation>
    </message>
    <message>
      <source>The strength of the {noun} {name} must be a number from {least} to {most}, not {value}.</source>
      <translation>Siła ({noun} {name}) musi być liczbą od {least} do {most}, a nie {value}.</translation>
    </message>
    <message>
      <source>The style</source>
      <translation>Styl</translation>
    </message>
    <message>
      <source>The style cannot be saved in {folder} ({why}).</source>
      <translation>Stylu nie można zapisać w {folder} ({why}).</translation>
    </message>
    <message>
      <source>The style is on the clipboard as text.</source>
      <translation>Styl jest w schowku jako tekst.</translation>
    </message>
    <message>
      <source>The style “{name}” is deleted.</source>
      <translation>Styl „{name}” został usunięty.</translation>
    </message>
    <message>
      <source>The style “{name}” is saved.</source>
      <translation>Styl „{name}” został zapisany.</translation>
    </message>
    <message>
      <source>The styles were read again.</source>
      <translation>Style zostały wczytane ponownie.</translation>
    </message>
    <message>
      <source>The usual choice: little is gained beyond it.</source>
      <translation>Zwykły wybór: więcej kroków niewiele już daje.</translation>
    </message>
    <message>
      <source>The usual strength</source>
      <translation>Zwykła siła</translation>
    </message>
    <message>
      <source>The variable {variable} counts before the settings file. Change it there.</source>
      <translation>Zmienna {variable} ma pierwszeństwo przed plikiem ustawień. Zmień ją tam.</translation>
    </message>
    <message>
      <source>The variable {variable} names the folders, and counts before the settings file. Change it there.</source>
      <translation>Foldery podaje zmienna {variable}, która liczy się przed plikiem ustawień. Zmień to tam.</translation>
    </message>
    <message>
      <source>The wheel of {requirement} is damaged.</source>
      <translation>Paczka {requirement} jest uszkodzona.</translation>
    </message>
    <message>
      <source>The word at the caret counts less (Ctrl+Down).</source>
      <translation>Słowo przy kursorze liczy się mniej (Ctrl+dół).</translation>
    </message>
    <message>
      <source>The word at the caret counts more (Ctrl+Up).</source>
      <translation>Słowo przy kursorze liczy się bardziej (Ctrl+góra).</translation>
    </message>
    <message>
      <source>The words of the style; {place} is where those of a picture go.</source>
      <translation>Słowa stylu; w miejscu {place} staną słowa obrazu.</translation>
    </message>
    <message>
      <source>The {name} has a field that is not known: {unknown}. A newer Ritocco may have written it.</source>
      <translation>{name} ma nieznane pole: {unknown}. Być może zapisał je nowszy Ritocco.</translation>
    </message>
    <message>
      <source>The {part} is not JSON.</source>
      <translation>Część {part} nie jest w JSON.</translation>
    </message>
    <message>
      <source>The {part} of {file} gives what is no number (NaN), in full precision too, so nothing was painted. The file is damaged: download it again, or choose another {kind}.</source>
      <translation>Część „{part}” z {file} daje coś, co nie jest liczbą (NaN), nawet w pełnej precyzji, więc nic nie zostało namalowane. Plik jest uszkodzony: pobierz go jeszcze raz albo wybierz inny {kind}.</translation>
    </message>
    <message>
      <source>Their addresses, as https://page.example, with commas between.</source>
      <translation>Ich adresy, na przykład https://page.example, oddzielone przecinkami.</translation>
    </message>
    <message>
      <source>There are none yet.</source>
      <translation>Nie ma jeszcze żadnych.</translation>
    </message>
    <message>
      <source>There are several models; choose with --model: {listed}.</source>
      <translation>Modeli jest kilka; wybierz przez --model: {listed}.</translation>
    </message>
    <message>
      <source>There are too many styles called {name}.</source>
      <translation>Jest już zbyt wiele stylów o nazwie {name}.</translation>
    </message>
    <message>
      <source>There are: {names}.</source>
      <translation>Są: {names}.</translation>
    </message>
    <message>
      <source>There is another {target} in {parent}. Rename yours, or remove that one, and add it again.</source>
      <translation>W {parent} jest już inny {target}. Zmień nazwę swojego albo usuń tamten i dodaj go jeszcze raz.</translation>
    </message>
    <message>
      <source>There is no computer of that name. Check the address.</source>
      <translation>Nie ma komputera o tej nazwie. Sprawdź adres.</translation>
    </message>
    <message>
      <source>There is no device {wanted} here. Choose one of: {here}.</source>
      <translation>Nie ma tu urządzenia {wanted}. Wybierz jedno z: {here}.</translation>
    </message>
    <message>
      <source>There is no job {job} here; it was released, or never was.</source>
      <translation>Nie ma tu zadania {job}; zostało zwolnione albo nigdy go nie było.</translation>
    </message>
    <message>
      <source>There is no model at {path}. Check the path.</source>
      <translation>Nie ma modelu pod {path}. Sprawdź ścieżkę.</translation>
    </message>
    <message>
      <source>There is no model {name}.</source>
      <translation>Nie ma modelu {name}.</translation>
    </message>
    <message>
      <source>There is no picture in the clipboard.</source>
      <translation>W schowku nie ma obrazu.</translation>
    </message>
    <message>
      <source>There is no preview; only a running job of a model has one.</source>
      <translation>Nie ma podglądu; ma go tylko trwające zadanie z modelem.</translation>
    </message>
    <message>
      <source>There is no result {result} here; it was released, or never was.</source>
      <translation>Nie ma tu wyniku {result}; został zwolniony albo nigdy go nie było.</translation>
    </message>
    <message>
      <source>There is no sampler called {sampler}. There are: {known}.</source>
      <translation>Nie ma samplera {sampler}. Są: {known}.</translation>
    </message>
    <message>
      <source>There is no schedule called {schedule}. There are: {known}.</source>
      <translation>Nie ma harmonogramu {schedule}. Są: {known}.</translation>
    </message>
    <message>
      <source>There is no transfer {transfer} here.</source>
      <translation>Nie ma tu pobierania {transfer}.</translation>
    </message>
    <message>
      <source>There is no visible layer to paint on; choose one in the list of layers.</source>
      <translation>Nie ma widocznej warstwy do malowania; wybierz ją na liście warstw.</translation>
    </message>
    <message>
      <source>There is no window to open the picture in.</source>
      <translation>Nie ma okna, w którym można by otworzyć obraz.</translation>
    </message>
    <message>
      <source>There is no {kind} called {name}.</source>
      <translation>Nie ma tu pozycji {name} (rodzaj: {kind}).</translation>
    </message>
    <message>
      <source>There is not enough memory for a picture of {size}. Choose a smaller size, or close other programs, and try again.</source>
      <translation>Na obraz {size} nie ma dość pamięci. Wybierz mniejszy rozmiar albo zamknij inne programy i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>There is not enough memory for what was sent.</source>
      <translation>Na to, co wysłano, nie ma dość pamięci.</translation>
    </message>
    <message>
      <source>There is nothing at this address.</source>
      <translation>Pod tym adresem nic nie ma.</translation>
    </message>
    <message>
      <source>There is nothing at {body}. Name a file or folder from the root.</source>
      <translation>Pod {body} nic nie ma. Wskaż plik lub folder, podając pełną ścieżkę.</translation>
    </message>
    <message>
      <source>There is nothing at {path}. Check the path.</source>
      <translation>Pod {path} nic nie ma. Sprawdź ścieżkę.</translation>
    </message>
    <message>
      <source>There is nothing called “{word}”. There are: {known}.</source>
      <translation>Nie ma niczego o nazwie „{word}”. Są: {known}.</translation>
    </message>
    <message>
      <source>There is nothing to move: choose a visible layer with something on it.</source>
      <translation>Nie ma czego przesuwać: wybierz widoczną warstwę, na której coś jest.</translation>
    </message>
    <message>
      <source>There must be at least one step, not {steps}.</source>
      <translation>Musi być co najmniej jeden krok, a nie {steps}.</translation>
    </message>
    <message>
      <source>There was not enough memory for this. Select a smaller part, or close other programs, and try again.</source>
      <translation>Zabrakło na to pamięci. Zaznacz mniejszą część albo zamknij inne programy i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>These models are on the computer the backend runs on.</source>
      <translation>Te modele są na komputerze, na którym działa silnik.</translation>
    </message>
    <message>
      <source>These pixels ({shape}, {dtype}) are not what was announced ({layout}).</source>
      <translation>Te piksele ({shape}, {dtype}) nie są tym, co zapowiedziano ({layout}).</translation>
    </message>
    <message>
      <source>They guide a model by lines, depth or poses.</source>
      <translation>Prowadzą model liniami, głębią albo pozami.</translation>
    </message>
    <message>
      <source>They show sooner what is being painted.</source>
      <translation>Wcześniej pokazują, co się maluje.</translation>
    </message>
    <message>
      <source>They were made for pictures in no file, which are gone.</source>
      <translation>Powstały dla obrazów, których nie zapisano w żadnym pliku i których już nie ma.</translation>
    </message>
    <message>
      <source>This Ritocco</source>
      <translation>Ten Ritocco</translation>
    </message>
    <message>
      <source>This address does not answer to this method.</source>
      <translation>Ten adres nie odpowiada na tę metodę.</translation>
    </message>
    <message>
      <source>This address is none of the web.</source>
      <translation>To nie jest adres sieci WWW.</translation>
    </message>
    <message>
      <source>This backend does not have that yet. Update Ritocco.</source>
      <translation>Ten silnik jeszcze tego nie potrafi. Zaktualizuj Ritocco.</translation>
    </message>
    <message>
      <source>This backend has no library of models yet. Update Ritocco.</source>
      <translation>Ten silnik nie ma jeszcze biblioteki modeli. Zaktualizuj Ritocco.</translation>
    </message>
    <message>
      <source>This could not be removed; the dock says why.</source>
      <translation>Nie udało się tego usunąć; panel mówi dlaczego.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend. A bundle with it is here; no network is needed.</source>
      <translation>Ten panel potrzebuje silnika Ritocco. Jest tu gotowy pakiet z nim; sieć nie jest potrzebna.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend. Its folder is here already.</source>
      <translation>Ten panel potrzebuje silnika Ritocco. Jego folder już tu jest.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend: get Ritocco's folder, unpack it, and choose it here, or run this in it with Python 3.11 or later.</source>
      <translation>Ten panel potrzebuje silnika Ritocco: pobierz folder Ritocco, rozpakuj go i wskaż tutaj, albo uruchom w nim to polecenie w Pythonie 3.11 lub nowszym.</translation>
    </message>
    <message>
      <source>This document is closed.</source>
      <translation>Ten dokument jest zamknięty.</translation>
    </message>
    <message>
      <source>This document is closed. The result is kept; open the document again.</source>
      <translation>Ten dokument jest zamknięty. Wynik jest zachowany; otwórz dokument ponownie.</translation>
    </message>
    <message>
      <source>This installation lacks its file {parts}; install Ritocco again to mend it.</source>
      <translation>Tej instalacji brakuje pliku {parts}; zainstaluj Ritocco jeszcze raz, by ją naprawić.</translation>
    </message>
    <message>
      <source>This is a layer already; applying it makes one more.</source>
      <translation>To już jest warstwa; zastosowanie doda jeszcze jedną.</translation>
    </message>
    <message>
      <source>This is not a request in HTTP; send it again.</source>
      <translation>To nie jest żądanie HTTP; wyślij je jeszcze raz.</translation>
    </message>
    <message>
      <source>This is the folder of {program}: {models}.</source>
      <translation>To folder programu {program}: {models}.</translation>
    </message>
    <message>
      <source>This job ended without a result: {known}</source>
      <translation>To zadanie skończyło się bez wyniku: {known}</translation>
    </message>
    <message>
      <source>This job is not finished yet.</source>
      <translation>To zadanie jeszcze się nie skończyło.</translation>
    </message>
    <message>
      <source>This job is not finished. Cancel it first.</source>
      <translation>To zadanie się nie skończyło. Najpierw je anuluj.</translation>
    </message>
    <message>
      <source>This layer has been thrown away.</source>
      <translation>Tę warstwę już wyrzucono.</translation>
    </message>
    <message>
      <source>This layer has no mask.</source>
      <translation>Ta warstwa nie ma maski.</translation>
    </message>
    <message>
      <source>This model has no sampler {entry}. It has: {known}.</source>
      <translation>Ten model nie ma samplera {entry}. Ma: {known}.</translation>
    </message>
    <message>
      <source>This model was made for few steps already: it is fast as it is.</source>
      <translation>Ten model już zrobiono do kilku kroków: jest szybki taki, jaki jest.</translation>
    </message>
    <message>
      <source>This moment of the picture was let go already. Run it again.</source>
      <translation>Ten stan obrazu już nie istnieje. Uruchom zadanie jeszcze raz.</translation>
    </message>
    <message>
      <source>This one came out rough; try another, or extend by less at a time.</source>
      <translation>Ten wynik wyszedł topornie; spróbuj innego albo rozszerzaj po mniej naraz.</translation>
    </message>
    <message>
      <source>This one came out rough; try another, or grow the selection.</source>
      <translation>Ten wynik wyszedł topornie; spróbuj innego albo poszerz zaznaczenie.</translation>
    </message>
    <message>
      <source>This part of the picture was not kept. Please try again.</source>
      <translation>Ta część obrazu nie została zachowana. Spróbuj ponownie.</translation>
    </message>
    <message>
      <source>This picture was closed. Open it again to apply the result.</source>
      <translation>Ten obraz zamknięto. Otwórz go ponownie, by zastosować wynik.</translation>
    </message>
    <message>
      <source>This picture's colour profile cannot be shown; it is kept as it is.</source>
      <translation>Profilu kolorów tego obrazu nie da się pokazać; zostaje taki, jaki jest.</translation>
    </message>
    <message>
      <source>This recipe names no model; give diffusion.model.</source>
      <translation>Ten przepis nie podaje modelu; podaj diffusion.model.</translation>
    </message>
    <message>
      <source>This recipe was written by a newer Ritocco (recipe version {version}, this one reads up to {newest}); update Ritocco to use it.</source>
      <translation>Ten przepis zapisał nowszy Ritocco (wersja przepisu {version}, ten czyta do {newest}); zaktualizuj Ritocco, aby go użyć.</translation>
    </message>
    <message>
      <source>This result is damaged: it cannot be shown or applied. Discard it.</source>
      <translation>Ten wynik jest uszkodzony: nie można go pokazać ani zastosować. Odrzuć go.</translation>
    </message>
    <message>
      <source>This server answers only to the name of its own computer.</source>
      <translation>Ten serwer odpowiada tylko na nazwę własnego komputera.</translation>
    </message>
    <message>
      <source>This was cut off by a crash; send it again.</source>
      <translation>Przerwała to awaria; wyślij ponownie.</translation>
    </message>
    <message>
      <source>This was made for a canvas of {old}; it is {new} now, so its place is not known. The result is kept. Undo the change of the canvas, then apply it.</source>
      <translation>To powstało dla płótna {old}, a teraz ma ono {new}, więc miejsce jest nieznane. Wynik jest zachowany. Cofnij zmianę płótna i zastosuj go.</translation>
    </message>
    <message>
      <source>This would take more than {most} windows. Choose a larger model size, or do a smaller part at a time.</source>
      <translation>Wymagałoby to więcej niż {most} okien. Wybierz większy rozmiar modelu albo rób mniejszą część naraz.</translation>
    </message>
    <message>
      <source>Throw away</source>
      <translation>Wyrzuć</translation>
    </message>
    <message>
      <source>To be pasted into a terminal.</source>
      <translation>Do wklejenia w terminalu.</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>Token</translation>
    </message>
    <message>
      <source>Tolerance</source>
      <translation>Tolerancja</translation>
    </message>
    <message>
      <source>Too many are connected to Ritocco; try again in a moment.</source>
      <translation>Z Ritocco łączy się zbyt wielu naraz; spróbuj ponownie za chwilę.</translation>
    </message>
    <message>
      <source>Too many are sending pictures to Ritocco; try again in a moment.</source>
      <translation>Zbyt wielu wysyła teraz obrazy do Ritocco; spróbuj ponownie za chwilę.</translation>
    </message>
    <message>
      <source>Tool options</source>
      <translation>Opcje narzędzia</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Narzędzia</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Góra</translation>
    </message>
    <message>
      <source>Top left</source>
      <translation>Lewy górny róg</translation>
    </message>
    <message>
      <source>Top right</source>
      <translation>Prawy górny róg</translation>
    </message>
    <message>
      <source>Transform layer</source>
      <translation>Przekształć warstwę</translation>
    </message>
    <message>
      <source>Tries several values of one or two knobs and shows them side by side.</source>
      <translation>Próbuje kilku wartości jednego lub dwóch pokręteł i pokazuje je obok siebie.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Spróbuj ponownie</translation>
    </message>
    <message>
      <source>Turn &amp;around</source>
      <translation>Obróć o &amp;180°</translation>
    </message>
    <message>
      <source>Turn &amp;left</source>
      <translation>Obróć w &amp;lewo</translation>
    </message>
    <message>
      <source>Turn &amp;right</source>
      <translation>Obróć w p&amp;rawo</translation>
    </message>
    <message>
      <source>Turn around</source>
      <translation>Obróć o 180°</translation>
    </message>
    <message>
      <source>Turn left</source>
      <translation>Obróć w lewo</translation>
    </message>
    <message>
      <source>Turn right</source>
      <translation>Obróć w prawo</translation>
    </message>
    <message>
      <source>Turns this for you. The same button turns it back.</source>
      <translation>Ustawia to za ciebie. Ten sam przycisk to cofa.</translation>
    </message>
    <message>
      <source>Type the values for {axis}.</source>
      <translation>Wpisz wartości: {axis}.</translation>
    </message>
    <message>
      <source>Type to search</source>
      <translation>Pisz, żeby szukać</translation>
    </message>
    <message>
      <source>Type words that stand in the prompt, then what is to take their place.</source>
      <translation>Wpisz słowa, które są w prompcie, a po nich to, co ma je zastąpić.</translation>
    </message>
    <message>
      <source>Undoes the quicker way; it takes longer again.</source>
      <translation>Cofa szybszy sposób; znów potrwa dłużej.</translation>
    </message>
    <message>
      <source>Unlink</source>
      <translation>Odłącz</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Bez nazwy</translation>
    </message>
    <message>
      <source>Upscale</source>
      <translation>Powiększ</translation>
    </message>
    <message>
      <source>Upscale the selection × {factor}</source>
      <translation>Powiększ zaznaczenie × {factor}</translation>
    </message>
    <message>
      <source>Upscale to {size}</source>
      <translation>Powiększ do {size}</translation>
    </message>
    <message>
      <source>Upscale to {size} + detail</source>
      <translation>Powiększ do {size} + detale</translation>
    </message>
    <message>
      <source>Upscalers</source>
      <translation>Sieci powiększające</translation>
    </message>
    <message>
      <source>Use it</source>
      <translation>Użyj</translation>
    </message>
    <message>
      <source>Use it in place</source>
      <translation>Używaj na miejscu</translation>
    </message>
    <message>
      <source>Use its settings</source>
      <translation>Użyj jego ustawień</translation>
    </message>
    <message>
      <source>Use these</source>
      <translation>Zastosuj</translation>
    </message>
    <message>
      <source>Use this folder no more; nothing in it is touched</source>
      <translation>Nie używaj już tego folderu; nic w nim nie zostanie zmienione</translation>
    </message>
    <message>
      <source>Use {model}</source>
      <translation>Użyj {model}</translation>
    </message>
    <message>
      <source>Use {name} in its place.</source>
      <translation>Użyj zamiast tego {name}.</translation>
    </message>
    <message>
      <source>User</source>
      <translation>Użytkownik</translation>
    </message>
    <message>
      <source>Uses {adapter} and the few steps it was made for: about five times as fast, for trying out ideas. Colours are a little softer, and negative words count less. Press again to take it back.</source>
      <translation>Używa {adapter} i tych kilku kroków, do których go zrobiono: około pięć razy szybciej, w sam raz do prób. Kolory są trochę bardziej miękkie, a słowa negatywne mniej znaczą. Naciśnij jeszcze raz, żeby to cofnąć.</translation>
    </message>
    <message>
      <source>Usually all programs of this computer, and no web page.</source>
      <translation>Zwykle wszystkie programy na tym komputerze i żadna strona internetowa.</translation>
    </message>
    <message>
      <source>VAE</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>VAEs</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>Values with commas, or a span: 12, 25, 40 or 1-4 or 40-80 (+20). Of words each takes the place of the first: oil, ink, chalk.</source>
      <translation>Wartości po przecinkach albo zakres: 12, 25, 40 lub 1-4 lub 40-80 (+20). Ze słów każde zastępuje pierwsze: olej, tusz, kreda.</translation>
    </message>
    <message>
      <source>Variation</source>
      <translation>Odmiana</translation>
    </message>
    <message>
      <source>Vary</source>
      <translation>Odmień</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Czeka na swoją kolej</translation>
    </message>
    <message>
      <source>Waiting for room on the disk</source>
      <translation>Czeka na miejsce na dysku</translation>
    </message>
    <message>
      <source>Waiting for the backend</source>
      <translation>Czeka na silnik</translation>
    </message>
    <message>
      <source>Waiting its turn</source>
      <translation>Czeka na swoją kolej</translation>
    </message>
    <message>
      <source>Waits for the backend</source>
      <translation>Czeka na silnik</translation>
    </message>
    <message>
      <source>Waits its turn</source>
      <translation>Czeka na swoją kolej</translation>
    </message>
    <message>
      <source>Web pages</source>
      <translation>Strony</translation>
    </message>
    <message>
      <source>Web pages may not use this server.</source>
      <translation>Stronom internetowym nie wolno używać tego serwera.</translation>
    </message>
    <message>
      <source>Web pages, plug-ins of other editors and scripts that were made for AUTOMATIC1111's web UI then paint with Ritocco.</source>
      <translation>Strony internetowe, wtyczki innych edytorów i skrypty napisane dla web UI AUTOMATIC1111 malują wtedy za pomocą Ritocco.</translation>
    </message>
    <message>
      <source>What came with Ritocco is a demonstration: it knows colours and textures, not things. With a Stable Diffusion model Ritocco paints what your words say.</source>
      <translation>To, co jest dołączone do Ritocco, to tylko pokaz: zna barwy i faktury, nie rzeczy. Z modelem Stable Diffusion Ritocco namaluje to, co napiszesz.</translation>
    </message>
    <message>
      <source>What is here is known once the backend runs.</source>
      <translation>Co jest na miejscu, okaże się, gdy ruszy silnik.</translation>
    </message>
    <message>
      <source>What is here, what each feature needs, and how to get it.</source>
      <translation>Co jest na miejscu, czego wymaga każda funkcja i jak to zdobyć.</translation>
    </message>
    <message>
      <source>What is selected is transparent, and refine works on what is there. Select what can be seen; inpaint fills what is transparent.</source>
      <translation>To, co zaznaczono, jest przezroczyste, a dopracowanie działa na tym, co jest. Zaznacz coś widocznego; przezroczyste miejsca wypełnia inpaint.</translation>
    </message>
    <message>
      <source>What is to be seen, in a few words</source>
      <translation>Co ma być widać, w kilku słowach</translation>
    </message>
    <message>
      <source>What its makers allow, and what not. It can be downloaded once you accept.</source>
      <translation>Na co twórcy pozwalają, a na co nie. Pobrać można po zaakceptowaniu.</translation>
    </message>
    <message>
      <source>What should be there?</source>
      <translation>Co ma tu być?</translation>
    </message>
    <message>
      <source>What should be there? Left empty, the surroundings are continued; words are painted by {model}.</source>
      <translation>Co ma tu być? Bez słów kontynuowane jest otoczenie; słowa maluje {model}.</translation>
    </message>
    <message>
      <source>What should be there? Words need a model that paints; without one the surroundings are continued.</source>
      <translation>Co ma tu być? Słowa wymagają modelu, który maluje; bez niego kontynuowane jest otoczenie.</translation>
    </message>
    <message>
      <source>What should not be there?</source>
      <translation>Czego ma tu nie być?</translation>
    </message>
    <message>
      <source>What the backend says about its work.</source>
      <translation>Co silnik mówi o swojej pracy.</translation>
    </message>
    <message>
      <source>What the model sees inside the selection when it begins. Noise is the most free; what is there now keeps shapes at lower strength.</source>
      <translation>Co model widzi w zaznaczeniu na początku. Szum daje najwięcej swobody; to, co jest teraz, zachowuje kształty przy mniejszej sile.</translation>
    </message>
    <message>
      <source>What the picture holds beside its pixels ({kind}) is too large, so it is left away.</source>
      <translation>To, co obraz zawiera poza pikselami ({kind}), jest za duże, więc zostało pominięte.</translation>
    </message>
    <message>
      <source>What the picture says of its size is damaged.</source>
      <translation>To, co obraz mówi o swoim rozmiarze, jest uszkodzone.</translation>
    </message>
    <message>
      <source>What the picture says of itself (EXIF) is damaged; it is kept, but not understood.</source>
      <translation>To, co obraz mówi o sobie (EXIF), jest uszkodzone; zostaje zachowane, lecz niezrozumiane.</translation>
    </message>
    <message>
      <source>What the picture says of itself (IPTC) is too large, so it is left away.</source>
      <translation>To, co obraz mówi o sobie (IPTC), jest za duże, więc zostało pominięte.</translation>
    </message>
    <message>
      <source>What the picture says of itself (XMP) is damaged; it is kept, but not understood.</source>
      <translation>To, co obraz mówi o sobie (XMP), jest uszkodzone; zostaje zachowane, lecz niezrozumiane.</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Co zrobić</translation>
    </message>
    <message>
      <source>What turns a model's numbers into colours, better than its own.</source>
      <translation>Zamieniają liczby modelu w kolory, lepiej niż jego własny.</translation>
    </message>
    <message>
      <source>What was being sent stopped coming; look at the connection and send it again.</source>
      <translation>To, co wysyłano, przestało przychodzić; sprawdź połączenie i wyślij jeszcze raz.</translation>
    </message>
    <message>
      <source>What was kept of this picture cannot be read. It is still in {path}.</source>
      <translation>Tego, co zachowano z tego obrazu, nie można odczytać. Nadal leży w {path}.</translation>
    </message>
    <message>
      <source>What you put there is found by “Look again”.</source>
      <translation>To, co tam włożysz, znajdzie „Sprawdź ponownie”.</translation>
    </message>
    <message>
      <source>What {engine} made has pixels that are no colours (not a number), so nothing was changed. Choose another model, or check this one with `ritocco models check`.</source>
      <translation>{engine}: wynik ma piksele, które nie są kolorami (nie są liczbami), więc nic nie zostało zmienione. Wybierz inny model albo sprawdź ten przez `ritocco models check`.</translation>
    </message>
    <message>
      <source>What {words} gave for {name} is not the file it should be (its {reason}). It was not kept.</source>
      <translation>To, co dał {words} jako {name}, nie jest właściwym plikiem (nie zgadza się: {reason}). Nie zostało zachowane.</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Kółko</translation>
    </message>
    <message>
      <source>Where the canvas grows it is transparent; Extend, in the dock, paints it on.</source>
      <translation>Gdzie płótno rośnie, jest przezroczyste; Rozszerz w panelu domaluje resztę.</translation>
    </message>
    <message>
      <source>Where the shapes below add their canvas.</source>
      <translation>Gdzie poniższe proporcje dodają płótno.</translation>
    </message>
    <message>
      <source>Which Stable Diffusion model paints. Automatic takes one trained to inpaint for filling, and an ordinary one for whole pictures.</source>
      <translation>Który model Stable Diffusion maluje. Automatycznie: do wypełniania model uczony wypełniania, do całych obrazów zwykły.</translation>
    </message>
    <message>
      <source>Which knob changes along this side of the sheet.</source>
      <translation>Które pokrętło zmienia się wzdłuż tego boku arkusza.</translation>
    </message>
    <message>
      <source>Which layer of the text encoder is read, counted from the last. Some models trained on drawings want 2.</source>
      <translation>Która warstwa kodera tekstu jest czytana, licząc od ostatniej. Niektóre modele uczone na rysunkach wolą 2.</translation>
    </message>
    <message>
      <source>Which model paints, and how: sampler, steps, CFG, seed.</source>
      <translation>Który model maluje i jak: sampler, kroki, CFG, ziarno.</translation>
    </message>
    <message>
      <source>Which models to show</source>
      <translation>Które modele pokazać</translation>
    </message>
    <message>
      <source>Which network does it; each suits another kind of picture.</source>
      <translation>Która sieć to robi; każda pasuje do innego rodzaju obrazów.</translation>
    </message>
    <message>
      <source>Which parts of the model take it</source>
      <translation>Które części modelu go biorą</translation>
    </message>
    <message>
      <source>While it is held: the picture without the result (C).</source>
      <translation>Gdy przytrzymany: obraz bez wyniku (C).</translation>
    </message>
    <message>
      <source>White background</source>
      <translation>Białe tło</translation>
    </message>
    <message>
      <source>Who knows user and password may use it. Empty: nobody is asked.</source>
      <translation>Korzystać może ten, kto zna użytkownika i hasło. Puste: nikt nie jest pytany.</translation>
    </message>
    <message>
      <source>Who may use it</source>
      <translation>Kto może korzystać</translation>
    </message>
    <message>
      <source>Widens the selection first, to take in a halo or a shadow at its edge. Remove widens it by 2 to 8 pixels in any case.</source>
      <translation>Najpierw poszerza zaznaczenie, by objęło poświatę lub cień przy krawędzi. Usuwanie i tak poszerza je o 2 do 8 pikseli.</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Szerokość</translation>
    </message>
    <message>
      <source>Width of a soft edge inside the selection. Nothing outside it changes.</source>
      <translation>Szerokość miękkiej krawędzi wewnątrz zaznaczenia. Na zewnątrz nic się nie zmienia.</translation>
    </message>
    <message>
      <source>Window {size} px</source>
      <translation>Okno {size} px</translation>
    </message>
    <message>
      <source>Window {size} px, painted at {model}</source>
      <translation>Okno {size} px, malowane w {model}</translation>
    </message>
    <message>
      <source>With all that AND joins and that changes between steps, the prompts come to {count} pieces of up to {tokens} tokens; {most} are the most. Make them shorter.</source>
      <translation>Razem ze wszystkim, co łączy AND i co zmienia się między krokami, opisy dzielą się na {count} kawałków po najwyżej {tokens} tokenów, a może ich być najwyżej {most}. Skróć je.</translation>
    </message>
    <message>
      <source>Without a model, fill and outpaint work from the surroundings.</source>
      <translation>Bez modelu wypełnianie i rozszerzanie działają z otoczenia.</translation>
    </message>
    <message>
      <source>Without a prompt the model guesses; a few words steer it.</source>
      <translation>Bez opisu model zgaduje; kilka słów nim pokieruje.</translation>
    </message>
    <message>
      <source>Without it faces can be found, with a strength of 0.</source>
      <translation>Bez niej można znaleźć twarze, z siłą 0.</translation>
    </message>
    <message>
      <source>Without your folders, names or token.</source>
      <translation>Bez Twoich folderów, nazw i tokenu.</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>Słowa</translation>
    </message>
    <message>
      <source>Words and picture in balance.</source>
      <translation>Słowa i obraz w równowadze.</translation>
    </message>
    <message>
      <source>Words are followed closely; colours get harder.</source>
      <translation>Słowa są brane dosłownie; kolory twardnieją.</translation>
    </message>
    <message>
      <source>Words at a strength of their own</source>
      <translation>Osobna siła dla słów</translation>
    </message>
    <message>
      <source>Words have no effect</source>
      <translation>Słowa nie mają wpływu</translation>
    </message>
    <message>
      <source>Words need a model</source>
      <translation>Słowa wymagają modelu</translation>
    </message>
    <message>
      <source>Words of the prompt</source>
      <translation>Słowa promptu</translation>
    </message>
    <message>
      <source>Words of the style</source>
      <translation>Słowa stylu</translation>
    </message>
    <message>
      <source>Work out a sketch, or give what is there more detail. Low strength keeps more of it.</source>
      <translation>Rozwija szkic albo dodaje szczegółów. Mała siła zachowuje więcej z tego, co jest.</translation>
    </message>
    <message>
      <source>Working on {part} pixels of a canvas of {canvas}</source>
      <translation>Praca nad {part} pikselami płótna {canvas}</translation>
    </message>
    <message>
      <source>Works from the active layer, a sketch for instance, not from the whole picture.</source>
      <translation>Pracuje na aktywnej warstwie, na przykład na szkicu, a nie na całym obrazie.</translation>
    </message>
    <message>
      <source>Works without any model.</source>
      <translation>Działa bez żadnego modelu.</translation>
    </message>
    <message>
      <source>Write the addresses of web pages as a browser does, without a path: https://page.example</source>
      <translation>Wpisz adresy stron tak, jak robi to przeglądarka, bez ścieżki: https://page.example</translation>
    </message>
    <message>
      <source>Write what to paint, then adapters count.</source>
      <translation>Napisz, co namalować – wtedy adaptery zadziałają.</translation>
    </message>
    <message>
      <source>Writing {size} pixels as {form}</source>
      <translation>Zapis {size} pikseli jako {form}</translation>
    </message>
    <message>
      <source>You may use and sell what you make; a list of harmful uses is forbidden.</source>
      <translation>Wolno używać i sprzedawać to, co stworzysz; zabroniona jest lista szkodliwych zastosowań.</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Po&amp;większ</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>Po&amp;mniejsz</translation>
    </message>
    <message>
      <source>Zoom about the pointer</source>
      <translation>Powiększ wokół wskaźnika</translation>
    </message>
    <message>
      <source>Zoom to the &amp;selection</source>
      <translation>Powiększ do &amp;zaznaczenia</translation>
    </message>
    <message>
      <source>`ritocco models list` shows all.</source>
      <translation>`ritocco models list` pokazuje wszystkie.</translation>
    </message>
    <message>
      <source>`ritocco models list` shows what can be fetched.</source>
      <translation>`ritocco models list` pokazuje, co można pobrać.</translation>
    </message>
    <message>
      <source>`ritocco models list` shows what is here and what can be fetched.</source>
      <translation>`ritocco models list` pokazuje, co tu jest i co można pobrać.</translation>
    </message>
    <message>
      <source>a 4x upscaling diffusion model. Choose a plain or an inpainting model.</source>
      <translation>dyfuzyjny model powiększający 4x. Wybierz zwykły model albo model do wypełniania.</translation>
    </message>
    <message>
      <source>a ControlNet</source>
      <translation>ControlNet</translation>
    </message>
    <message>
      <source>a ControlNet, not a model: {beside}.</source>
      <translation>ControlNet, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>a CosXL model, trained on noise levels of its own (EDM), {otherwise}</source>
      <translation>model CosXL, uczony na własnych poziomach szumu (EDM), {otherwise}</translation>
    </message>
    <message>
      <source>a Flux model or its kin. {place}</source>
      <translation>model Flux lub pokrewny. {place}</translation>
    </message>
    <message>
      <source>a LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>a LoRA, not a model: {beside}.</source>
      <translation>LoRA, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>a Playground 2.5 model, trained on noise levels of its own (EDM), {otherwise}</source>
      <translation>model Playground 2.5, uczony na własnych poziomach szumu (EDM), {otherwise}</translation>
    </message>
    <message>
      <source>a Stable Diffusion 3 model. {place}</source>
      <translation>model Stable Diffusion 3. {place}</translation>
    </message>
    <message>
      <source>a VAE</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>a VAE for Flux or Stable Diffusion 3. {place}</source>
      <translation>VAE dla Flux lub Stable Diffusion 3. {place}</translation>
    </message>
    <message>
      <source>a VAE, not a whole model: choose it as the VAE beside a model.</source>
      <translation>VAE, a nie cały model: wybierz go jako VAE obok modelu.</translation>
    </message>
    <message>
      <source>a depth-to-image model. Choose a plain or an inpainting model.</source>
      <translation>model głębi na obraz. Wybierz zwykły model albo model do wypełniania.</translation>
    </message>
    <message>
      <source>a face restorer, not a model that paints from words.</source>
      <translation>sieć naprawiająca twarze, a nie model, który maluje według słów.</translation>
    </message>
    <message>
      <source>a file of {size}</source>
      <translation>plik o rozmiarze {size}</translation>
    </message>
    <message>
      <source>a filling network</source>
      <translation>sieć wypełniająca</translation>
    </message>
    <message>
      <source>a hypernetwork</source>
      <translation>hipersieć</translation>
    </message>
    <message>
      <source>a hypernetwork, not a model: {beside}.</source>
      <translation>hipersieć, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>a language model</source>
      <translation>modelu językowego</translation>
    </message>
    <message>
      <source>a model</source>
      <translation>model</translation>
    </message>
    <message>
      <source>a model of another kind (a diffusion transformer)</source>
      <translation>modelu innego rodzaju (transformera dyfuzyjnego)</translation>
    </message>
    <message>
      <source>a model of averaged weights alone (EMA), as training keeps them. Choose its version with plain weights.</source>
      <translation>model z samych uśrednionych wag (EMA), jakie zostają po uczeniu. Wybierz jego wersję ze zwykłymi wagami.</translation>
    </message>
    <message>
      <source>a model trained on noise levels of its own (EDM), {otherwise}</source>
      <translation>model uczony na własnych poziomach szumu (EDM), {otherwise}</translation>
    </message>
    <message>
      <source>a network that fills holes, not a model.</source>
      <translation>sieć wypełniająca dziury, a nie model.</translation>
    </message>
    <message>
      <source>a network that repairs faces</source>
      <translation>sieć naprawiająca twarze</translation>
    </message>
    <message>
      <source>a number from {low} to {high}</source>
      <translation>liczbą od {low} do {high}</translation>
    </message>
    <message>
      <source>a picture that is not open</source>
      <translation>obraz, który nie jest otwarty</translation>
    </message>
    <message>
      <source>a preview network</source>
      <translation>sieć do podglądu</translation>
    </message>
    <message>
      <source>a small VAE for previews, not a model: {beside}.</source>
      <translation>małe VAE do podglądów, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>a text encoder, only a part of a model. {place}</source>
      <translation>koder tekstu, tylko część modelu. {place}</translation>
    </message>
    <message>
      <source>a web page</source>
      <translation>stronę internetową</translation>
    </message>
    <message>
      <source>a whole number from {low} to {high}</source>
      <translation>liczbą całkowitą od {low} do {high}</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>około {time}</translation>
    </message>
    <message>
      <source>an AnimateDiff motion module, not a model. {place}</source>
      <translation>moduł ruchu AnimateDiff, a nie model. {place}</translation>
    </message>
    <message>
      <source>an IP-Adapter, not a model: {beside}.</source>
      <translation>IP-Adapter, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>an InstructPix2Pix model. Choose a plain or an inpainting model.</source>
      <translation>model InstructPix2Pix. Wybierz zwykły model albo model do wypełniania.</translation>
    </message>
    <message>
      <source>an embedding</source>
      <translation>embedding</translation>
    </message>
    <message>
      <source>an embedding, not a model: {beside}.</source>
      <translation>embedding, a nie model: {beside}.</translation>
    </message>
    <message>
      <source>an unknown object</source>
      <translation>nieznany obiekt</translation>
    </message>
    <message>
      <source>an upscaler</source>
      <translation>sieć powiększająca</translation>
    </message>
    <message>
      <source>an upscaler, not a model that paints from words.</source>
      <translation>sieć powiększająca, a nie model, który maluje według słów.</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>i jeszcze %n</numerusform>
        <numerusform>i jeszcze %n</numerusform>
        <numerusform>i jeszcze %n</numerusform>
      </translation>
    </message>
    <message>
      <source>another each time</source>
      <translation>za każdym razem inne</translation>
    </message>
    <message>
      <source>as a consistency model</source>
      <translation>jako model spójności</translation>
    </message>
    <message>
      <source>as {format}</source>
      <translation>jako {format}</translation>
    </message>
    <message>
      <source>as {type} without a scale</source>
      <translation>jako {type} bez skali</translation>
    </message>
    <message>
      <source>asking which models are here…</source>
      <translation>pytam, jakie modele tu są…</translation>
    </message>
    <message>
      <source>band {px} px</source>
      <translation>pas {px} px</translation>
    </message>
    <message>
      <source>block_weights must hold at most {most} numbers.</source>
      <translation>block_weights może mieć najwyżej {most} liczb.</translation>
    </message>
    <message>
      <source>broke off</source>
      <translation>przerwał połączenie</translation>
    </message>
    <message>
      <source>burns</source>
      <translation>przepala</translation>
    </message>
    <message>
      <source>by Quanto</source>
      <translation>przez Quanto</translation>
    </message>
    <message>
      <source>by flow matching</source>
      <translation>dopasowaniem przepływów</translation>
    </message>
    <message>
      <source>came with Ritocco</source>
      <translation>dostarczony z Ritocco</translation>
    </message>
    <message>
      <source>candidate belongs to a fill or an outpaint without a model; elsewhere another seed gives another result.</source>
      <translation>candidate należy do fill lub outpaint bez modelu; gdzie indziej inny wynik daje inne ziarno.</translation>
    </message>
    <message>
      <source>cannot be reached</source>
      <translation>jest poza zasięgiem</translation>
    </message>
    <message>
      <source>cannot be read (a link): {reason}. Remove it, and get it again.</source>
      <translation>nie daje się odczytać (to dowiązanie): {reason}. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>cannot be read (permission denied). {rights}</source>
      <translation>nie daje się odczytać (brak uprawnień). {rights}</translation>
    </message>
    <message>
      <source>cannot be read: {reason}. Remove it, and get it again.</source>
      <translation>nie daje się odczytać: {reason}. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>claims to be larger than what is stored of it</source>
      <translation>podaje się za większą, niż jest to, co z niej zapisano</translation>
    </message>
    <message>
      <source>clip skip must be from 1 to {most} for this model, not {wanted}.</source>
      <translation>Clip skip dla tego modelu musi być od 1 do {most}, a nie {wanted}.</translation>
    </message>
    <message>
      <source>content-aware</source>
      <translation>z otoczenia</translation>
    </message>
    <message>
      <source>content-aware, no model</source>
      <translation>z otoczenia, bez modelu</translation>
    </message>
    <message>
      <source>crop or reduce it first, in the program that made it</source>
      <translation>najpierw go przytnij lub zmniejsz w programie, który go utworzył</translation>
    </message>
    <message>
      <source>describes a device only, not colours to paint in</source>
      <translation>opisuje samo urządzenie, a nie kolory do malowania</translation>
    </message>
    <message>
      <source>discard it</source>
      <translation>odrzuć go</translation>
    </message>
    <message>
      <source>discard it to have {size} of the disk back</source>
      <translation>odrzuć go, by odzyskać {size} dysku</translation>
    </message>
    <message>
      <source>does not say how large the file is</source>
      <translation>nie mówi, jak duży jest plik</translation>
    </message>
    <message>
      <source>embedding</source>
      <translation>embedding</translation>
    </message>
    <message>
      <source>en_GB</source>
      <translation>pl_PL</translation>
    </message>
    <message>
      <source>exact edge</source>
      <translation>dokładna krawędź</translation>
    </message>
    <message>
      <source>extend belongs to outpaint; the kind of this recipe is {kind}.</source>
      <translation>extend należy do outpaint; ten przepis jest rodzaju {kind}.</translation>
    </message>
    <message>
      <source>extend has no side called {unknown}.</source>
      <translation>extend nie ma strony {unknown}.</translation>
    </message>
    <message>
      <source>extend must hold left, top, right and bottom, not {value}.</source>
      <translation>extend musi zawierać left, top, right i bottom, a nie {value}.</translation>
    </message>
    <message>
      <source>faces.largest must not be below faces.smallest.</source>
      <translation>faces.largest nie może być mniejsze niż faces.smallest.</translation>
    </message>
    <message>
      <source>fast</source>
      <translation>szybko</translation>
    </message>
    <message>
      <source>fast…</source>
      <translation>szybko…</translation>
    </message>
    <message>
      <source>fine</source>
      <translation>ładnie</translation>
    </message>
    <message>
      <source>floating-point</source>
      <translation>zmiennoprzecinkowy</translation>
    </message>
    <message>
      <source>free</source>
      <translation>swobodnie</translation>
    </message>
    <message>
      <source>from the surroundings</source>
      <translation>z otoczenia</translation>
    </message>
    <message>
      <source>from the surroundings, without a model</source>
      <translation>z otoczenia, bez modelu</translation>
    </message>
    <message>
      <source>good</source>
      <translation>dobrze</translation>
    </message>
    <message>
      <source>grey</source>
      <translation>szary</translation>
    </message>
    <message>
      <source>grow {px} px</source>
      <translation>szerzej o {px} px</translation>
    </message>
    <message>
      <source>has a trouble of its own (answer {status})</source>
      <translation>ma własny kłopot (odpowiedź {status})</translation>
    </message>
    <message>
      <source>has another file than before</source>
      <translation>ma inny plik niż przedtem</translation>
    </message>
    <message>
      <source>has matrices that do not meet ({a}, {b})</source>
      <translation>ma macierze, które do siebie nie pasują ({a}, {b})</translation>
    </message>
    <message>
      <source>has {part} of the shape {size}</source>
      <translation>ma {part} o kształcie {size}</translation>
    </message>
    <message>
      <source>here</source>
      <translation>na miejscu</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>ukryta</translation>
    </message>
    <message>
      <source>holds numbers that are none (NaN or infinite)</source>
      <translation>zawiera wartości, które nie są liczbami (NaN lub nieskończoność)</translation>
    </message>
    <message>
      <source>hypernetwork</source>
      <translation>hipersieć</translation>
    </message>
    <message>
      <source>in 4 bits (NVFP4)</source>
      <translation>w 4 bitach (NVFP4)</translation>
    </message>
    <message>
      <source>in 4 bits by bitsandbytes</source>
      <translation>w 4 bitach przez bitsandbytes</translation>
    </message>
    <message>
      <source>in 8 bits by bitsandbytes</source>
      <translation>w 8 bitach przez bitsandbytes</translation>
    </message>
    <message>
      <source>in Ritocco's folder</source>
      <translation>w folderze Ritocco</translation>
    </message>
    <message>
      <source>in a packed format ({method})</source>
      <translation>w formacie spakowanym ({method})</translation>
    </message>
    <message>
      <source>in an unknown format</source>
      <translation>w nieznanym formacie</translation>
    </message>
    <message>
      <source>in another program's folder</source>
      <translation>w folderze innego programu</translation>
    </message>
    <message>
      <source>in packed integers (GPTQ, AWQ or SVDQuant)</source>
      <translation>w upakowanych liczbach całkowitych (GPTQ, AWQ lub SVDQuant)</translation>
    </message>
    <message>
      <source>in the folder of {program}</source>
      <translation>w folderze {program}</translation>
    </message>
    <message>
      <source>in the negative prompt: {adapter}</source>
      <translation>w opisie negatywnym: {adapter}</translation>
    </message>
    <message>
      <source>in the prompt: {adapter}</source>
      <translation>w opisie: {adapter}</translation>
    </message>
    <message>
      <source>in very many passes</source>
      <translation>w bardzo wielu przebiegach</translation>
    </message>
    <message>
      <source>input/output error</source>
      <translation>błąd wejścia/wyjścia</translation>
    </message>
    <message>
      <source>is a directory</source>
      <translation>to jest folder</translation>
    </message>
    <message>
      <source>is a folder that cannot be read ({reason}). {rights}</source>
      <translation>to folder, którego nie można odczytać ({reason}). {rights}</translation>
    </message>
    <message>
      <source>is a folder with the name of a file. Remove it, and get the file again.</source>
      <translation>to folder o nazwie pliku. Usuń go i pobierz plik jeszcze raz.</translation>
    </message>
    <message>
      <source>is asked too often</source>
      <translation>jest pytany zbyt często</translation>
    </message>
    <message>
      <source>is damaged</source>
      <translation>jest uszkodzony</translation>
    </message>
    <message>
      <source>is empty. Remove it, and get it again.</source>
      <translation>jest pusty. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>is for {name} and the picture is {model}</source>
      <translation>jest dla {name}, a obraz to {model}</translation>
    </message>
    <message>
      <source>is larger than any</source>
      <translation>jest większy niż jakikolwiek</translation>
    </message>
    <message>
      <source>is made for a layer of {found} weights, and this model's has {like}</source>
      <translation>jest zrobiona dla warstwy o {found} wagach, a warstwa tego modelu ma ich {like}</translation>
    </message>
    <message>
      <source>is of a kind that pictures do not have</source>
      <translation>jest rodzaju, jakiego obrazy nie mają</translation>
    </message>
    <message>
      <source>it asks for more memory than there is</source>
      <translation>żąda więcej pamięci, niż jest</translation>
    </message>
    <message>
      <source>it goes beside a model, not in place of one</source>
      <translation>używa się go obok modelu, a nie zamiast niego</translation>
    </message>
    <message>
      <source>it is nested too deeply</source>
      <translation>jest zbyt głęboko zagnieżdżony</translation>
    </message>
    <message>
      <source>it is no text</source>
      <translation>to nie jest tekst</translation>
    </message>
    <message>
      <source>its content is not as it should be</source>
      <translation>zawartość nie jest taka, jak powinna</translation>
    </message>
    <message>
      <source>its own</source>
      <translation>własny</translation>
    </message>
    <message>
      <source>its pixels</source>
      <translation>jego piksele</translation>
    </message>
    <message>
      <source>layers {widths}</source>
      <translation>warstwy {widths}</translation>
    </message>
    <message>
      <source>left or above</source>
      <translation>z lewej lub u góry</translation>
    </message>
    <message>
      <source>linked from where it lies</source>
      <translation>dowiązany tam, gdzie leży</translation>
    </message>
    <message>
      <source>make it smaller, or name it {name}</source>
      <translation>zmniejsz go albo nazwij {name}</translation>
    </message>
    <message>
      <source>make it smaller, or save it in parts</source>
      <translation>zmniejsz go albo zapisz w częściach</translation>
    </message>
    <message>
      <source>merge layers, or save it in parts</source>
      <translation>scal warstwy albo zapisz obraz w częściach</translation>
    </message>
    <message>
      <source>mini (demonstration)</source>
      <translation>mini (pokazowy)</translation>
    </message>
    <message>
      <source>mini is a demonstration: it knows colours and textures, not things. For real work put a Stable Diffusion model into the models folder (ritocco doctor names it).</source>
      <translation>mini to pokaz: zna barwy i faktury, nie rzeczy. Do prawdziwej pracy włóż model Stable Diffusion do folderu modeli (wskaże go ritocco doctor).</translation>
    </message>
    <message>
      <source>mirror {mirror}</source>
      <translation>lustro {mirror}</translation>
    </message>
    <message>
      <source>model</source>
      <translation>model</translation>
    </message>
    <message>
      <source>needs a model; add one of yours below</source>
      <translation>wymaga modelu; dodaj swój poniżej</translation>
    </message>
    <message>
      <source>needs {model}</source>
      <translation>wymaga: {model}</translation>
    </message>
    <message>
      <source>network</source>
      <translation>sieć</translation>
    </message>
    <message>
      <source>no login</source>
      <translation>bez logowania</translation>
    </message>
    <message>
      <source>no model for this</source>
      <translation>brak modelu do tego</translation>
    </message>
    <message>
      <source>no space left on device</source>
      <translation>na dysku nie ma już miejsca</translation>
    </message>
    <message>
      <source>no such file or directory</source>
      <translation>nie ma takiego pliku ani folderu</translation>
    </message>
    <message>
      <source>none</source>
      <translation>żadne</translation>
    </message>
    <message>
      <source>not a Stable Diffusion file. Choose a .safetensors or .ckpt model.</source>
      <translation>nie plik Stable Diffusion. Wybierz model .safetensors lub .ckpt.</translation>
    </message>
    <message>
      <source>not a directory</source>
      <translation>to nie jest folder</translation>
    </message>
    <message>
      <source>not harmonized</source>
      <translation>bez harmonizacji</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nic</translation>
    </message>
    <message>
      <source>nothing (noise)</source>
      <translation>nic (szum)</translation>
    </message>
    <message>
      <source>on a law of its own (VE)</source>
      <translation>na własnym prawie szumu (VE)</translation>
    </message>
    <message>
      <source>on both sides</source>
      <translation>po obu stronach</translation>
    </message>
    <message>
      <source>on noise levels of its own (EDM)</source>
      <translation>na własnych poziomach szumu (EDM)</translation>
    </message>
    <message>
      <source>one of {choices}</source>
      <translation>jednym z {choices}</translation>
    </message>
    <message>
      <source>only the U-Net of a diffusers folder. Choose the folder that holds model_index.json.</source>
      <translation>sam U-Net z folderu diffusers. Wybierz folder, w którym leży model_index.json.</translation>
    </message>
    <message>
      <source>only the U-Net of a model, without text encoder and VAE. Choose the complete version of this model.</source>
      <translation>sam U-Net modelu, bez kodera tekstu i VAE. Wybierz kompletną wersję tego modelu.</translation>
    </message>
    <message>
      <source>operation not permitted</source>
      <translation>niedozwolona operacja</translation>
    </message>
    <message>
      <source>or paste one from the clipboard</source>
      <translation>albo wklej go ze schowka</translation>
    </message>
    <message>
      <source>other bytes than it should (sha256 {digest}, not {known})</source>
      <translation>inne bajty, niż powinien (sha256 {digest}, a nie {known})</translation>
    </message>
    <message>
      <source>other computers</source>
      <translation>inne komputery</translation>
    </message>
    <message>
      <source>parameters must be a JSON object, not {value}.</source>
      <translation>parameters musi być obiektem JSON, a nie {value}.</translation>
    </message>
    <message>
      <source>parameters must hold at most {most} values.</source>
      <translation>parameters może mieć najwyżej {most} wartości.</translation>
    </message>
    <message>
      <source>permission denied</source>
      <translation>brak uprawnień</translation>
    </message>
    <message>
      <source>pip brought no wheel of {requirement}.</source>
      <translation>pip nie przyniósł paczki {requirement}.</translation>
    </message>
    <message>
      <source>pip could not fetch {arguments}: {lines}</source>
      <translation>pip nie zdołał pobrać {arguments}: {lines}</translation>
    </message>
    <message>
      <source>pip fetches {arguments}</source>
      <translation>pip pobiera {arguments}</translation>
    </message>
    <message>
      <source>prediction must be one of {known}; not {prediction}.</source>
      <translation>prediction musi być jednym z {known}; nie {prediction}.</translation>
    </message>
    <message>
      <source>read-only file system</source>
      <translation>system plików tylko do odczytu</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>gotowe</translation>
    </message>
    <message>
      <source>recommended</source>
      <translation>zalecane</translation>
    </message>
    <message>
      <source>right or below</source>
      <translation>z prawej lub u dołu</translation>
    </message>
    <message>
      <source>save it in parts</source>
      <translation>zapisz go w częściach</translation>
    </message>
    <message>
      <source>second_pass belongs to generate; the kind of this recipe is {kind}.</source>
      <translation>second_pass należy do generate; ten przepis jest rodzaju {kind}.</translation>
    </message>
    <message>
      <source>select a smaller part, add less at a time, or choose a smaller size</source>
      <translation>zaznacz mniejszą część, dodaj mniej naraz albo wybierz mniejszy rozmiar</translation>
    </message>
    <message>
      <source>send a smaller part</source>
      <translation>wyślij mniejszą część</translation>
    </message>
    <message>
      <source>sent another part of the file than it was asked for</source>
      <translation>wysłał inną część pliku, niż proszono</translation>
    </message>
    <message>
      <source>separate planes</source>
      <translation>osobne płaszczyzny</translation>
    </message>
    <message>
      <source>sha256 begins with {digest}, not {wanted}</source>
      <translation>sha256 zaczyna się od {digest}, a nie {wanted}</translation>
    </message>
    <message>
      <source>size</source>
      <translation>rozmiar</translation>
    </message>
    <message>
      <source>size unknown</source>
      <translation>rozmiar nieznany</translation>
    </message>
    <message>
      <source>small VAE</source>
      <translation>mały VAE</translation>
    </message>
    <message>
      <source>soften {px} px</source>
      <translation>zmiękczenie {px} px</translation>
    </message>
    <message>
      <source>step {step} of {steps}</source>
      <translation>krok {step} z {steps}</translation>
    </message>
    <message>
      <source>strength must be from 0 to 1, not {strength}.</source>
      <translation>strength musi być od 0 do 1, a nie {strength}.</translation>
    </message>
    <message>
      <source>strict</source>
      <translation>ściśle</translation>
    </message>
    <message>
      <source>text encoder</source>
      <translation>koder tekstu</translation>
    </message>
    <message>
      <source>text of 1 to 1000 characters</source>
      <translation>tekstem od 1 do 1000 znaków</translation>
    </message>
    <message>
      <source>text of at most {longest} characters</source>
      <translation>tekstem o najwyżej {longest} znakach</translation>
    </message>
    <message>
      <source>the SDXL refiner</source>
      <translation>modelu SDXL refiner</translation>
    </message>
    <message>
      <source>the SDXL refiner, which only polishes. Choose the SDXL base model.</source>
      <translation>refiner SDXL, który tylko wygładza. Wybierz podstawowy model SDXL.</translation>
    </message>
    <message>
      <source>the model's own</source>
      <translation>własny modelu</translation>
    </message>
    <message>
      <source>the surroundings, continued</source>
      <translation>przedłużone otoczenie</translation>
    </message>
    <message>
      <source>the usual network</source>
      <translation>zwykła sieć</translation>
    </message>
    <message>
      <source>the weights for width {width} are not those of its layers</source>
      <translation>wagi dla szerokości {width} nie należą do jej warstw</translation>
    </message>
    <message>
      <source>the {what} {value} is there twice</source>
      <translation>{what} {value} występuje dwa razy</translation>
    </message>
    <message>
      <source>this computer</source>
      <translation>ten komputer</translation>
    </message>
    <message>
      <source>transparent</source>
      <translation>przezroczysty</translation>
    </message>
    <message>
      <source>true or false</source>
      <translation>true lub false</translation>
    </message>
    <message>
      <source>try</source>
      <translation>próba</translation>
    </message>
    <message>
      <source>under 1 s</source>
      <translation>poniżej 1 s</translation>
    </message>
    <message>
      <source>version must be a whole number from 1 to {newest}, not {version}.</source>
      <translation>version musi być liczbą całkowitą od 1 do {newest}, a nie {version}.</translation>
    </message>
    <message>
      <source>visible</source>
      <translation>widoczna</translation>
    </message>
    <message>
      <source>wants a login</source>
      <translation>wymaga zalogowania</translation>
    </message>
    <message>
      <source>wants its terms accepted</source>
      <translation>wymaga akceptacji swoich warunków</translation>
    </message>
    <message>
      <source>web pages</source>
      <translation>strony internetowe</translation>
    </message>
    <message>
      <source>went silent</source>
      <translation>przestał odpowiadać</translation>
    </message>
    <message>
      <source>what is there now</source>
      <translation>to, co jest teraz</translation>
    </message>
    <message>
      <source>which Ritocco cannot follow. Choose a plain model of this kind.</source>
      <translation>a za tym Ritocco nie umie podążać. Wybierz zwykły model tego rodzaju.</translation>
    </message>
    <message>
      <source>whole, but not used here</source>
      <translation>cały, ale nieużywany tutaj</translation>
    </message>
    <message>
      <source>with a login</source>
      <translation>z logowaniem</translation>
    </message>
    <message>
      <source>with scales for rows of joined weights</source>
      <translation>ze skalami dla wierszy połączonych wag</translation>
    </message>
    <message>
      <source>with scales in blocks</source>
      <translation>ze skalami w blokach</translation>
    </message>
    <message>
      <source>without added detail</source>
      <translation>bez dodawania szczegółów</translation>
    </message>
    <message>
      <source>without words</source>
      <translation>bez słów</translation>
    </message>
    <message>
      <source>{adapter} paints in few steps. Press again for all steps.</source>
      <translation>{adapter} maluje w kilku krokach. Naciśnij jeszcze raz, żeby wróciły wszystkie.</translation>
    </message>
    <message>
      <source>{axis} goes from {low} to {high}; {value} does not fit.</source>
      <translation>{axis}: od {low} do {high}; {value} się nie mieści.</translation>
    </message>
    <message>
      <source>{axis}: values</source>
      <translation>{axis}: wartości</translation>
    </message>
    <message>
      <source>{count} bytes</source>
      <translation>{count} bajtów</translation>
    </message>
    <message>
      <source>{count} jobs are waiting, which is as much as fits. Wait until some are done, or cancel them, and try again.</source>
      <translation>Zadań czeka {count}, więcej się nie zmieści. Poczekaj, aż część się skończy, albo je anuluj i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation>{done} z {total}</translation>
    </message>
    <message>
      <source>{entry} takes 1 to {most} steps, not {steps}.</source>
      <translation>{entry} przyjmuje od 1 do {most} kroków, a nie {steps}.</translation>
    </message>
    <message>
      <source>{file} can be added once the backend runs.</source>
      <translation>{file} będzie można dodać, gdy silnik ruszy.</translation>
    </message>
    <message>
      <source>{file} could not be written ({reason}).</source>
      <translation>Nie udało się zapisać pliku {file} ({reason}).</translation>
    </message>
    <message>
      <source>{file} is too large.</source>
      <translation>Plik {file} jest za duży.</translation>
    </message>
    <message>
      <source>{file} is written in a way that only you can change: see to what is said of a1111 there, under [server].</source>
      <translation>Plik {file} jest zapisany tak, że zmienić go możesz tylko Ty: popraw w nim to, co dotyczy a1111, w części [server].</translation>
    </message>
    <message>
      <source>{file} is written in a way that only you can change: see to {folder} there, under [models], as folders.</source>
      <translation>Plik {file} jest zapisany tak, że tylko Ty możesz go zmienić: zajmij się tam folderem {folder} w części [models], pod folders.</translation>
    </message>
    <message>
      <source>{file} tells how it was made.</source>
      <translation>W pliku {file} zapisano, jak powstał ten obraz.</translation>
    </message>
    <message>
      <source>{final} cannot be written ({reason}). Give yourself the right to write there, and get the model again: what has come is kept.</source>
      <translation>Nie można zapisać {final} ({reason}). Nadaj sobie prawo zapisu w tym miejscu i pobierz model jeszcze raz: to, co przyszło, zostaje zachowane.</translation>
    </message>
    <message>
      <source>{final} is in the way of {model}. Move it away first.</source>
      <translation>{final} stoi na drodze modelu {model}. Najpierw to przenieś.</translation>
    </message>
    <message>
      <source>{first} and no {second}</source>
      <translation>{first} ani {second}</translation>
    </message>
    <message>
      <source>{first} and {second}</source>
      <translation>{first} i {second}</translation>
    </message>
    <message>
      <source>{fitting} of {all} parts of the hypernetwork {name} fit this model; the others do nothing.</source>
      <translation>Do tego modelu pasuje {fitting} z {all} części hipersieci {name}; pozostałe nic nie robią.</translation>
    </message>
    <message>
      <source>{fit} of {all} parts of {name} fit this model; the others do nothing.</source>
      <translation>Do tego modelu pasuje {fit} z {all} części pliku {name}; pozostałe nic nie zmieniają.</translation>
    </message>
    <message>
      <source>{folder} cannot be read ({reason}). Give yourself the right to.</source>
      <translation>Nie można odczytać folderu {folder} ({reason}). Nadaj sobie do tego prawo.</translation>
    </message>
    <message>
      <source>{folder} holds a U-Net of a kind Ritocco does not know (context {width}, {channels} input channels). {place}</source>
      <translation>{folder} zawiera U-Net rodzaju, którego Ritocco nie zna (kontekst {width}, kanałów wejściowych {channels}). {place}</translation>
    </message>
    <message>
      <source>{folder} holds a U-Net that wants to be told more than a prompt ({more}), which Ritocco does not do. {place}</source>
      <translation>{folder} zawiera U-Net, który chce wiedzieć więcej niż sam opis ({more}), a tego Ritocco nie robi. {place}</translation>
    </message>
    <message>
      <source>{folder} holds more than {most} files that might be models. Name the folder that has only those.</source>
      <translation>{folder} zawiera ponad {most} plików, które mogą być modelami. Wskaż folder, w którym są tylko one.</translation>
    </message>
    <message>
      <source>{folder} holds no models.</source>
      <translation>{folder} nie zawiera modeli.</translation>
    </message>
    <message>
      <source>{folder} holds nothing that can be used in place: it is no folder of another program, and holds no model that paints. Add it without --in-place, as links.</source>
      <translation>W folderze {folder} nie ma niczego, czego można używać na miejscu: nie jest to folder innego programu i nie ma w nim modelu, który maluje. Dodaj go bez --in-place, jako dowiązania.</translation>
    </message>
    <message>
      <source>{folder} is Ritocco's own folder of models.</source>
      <translation>{folder} to własny folder modeli Ritocco.</translation>
    </message>
    <message>
      <source>{folder} is in the way, or a file above it; name a folder.</source>
      <translation>{folder} lub plik powyżej stoi na drodze; podaj folder.</translation>
    </message>
    <message>
      <source>{folder} is not a diffusers model folder: model_index.json or the U-Net's config.json is missing. Choose a model file, or the folder that holds both.</source>
      <translation>{folder} nie jest folderem modelu diffusers: brakuje model_index.json albo config.json U-Netu. Wybierz plik modelu albo folder, w którym są oba.</translation>
    </message>
    <message>
      <source>{folder} is not among the folders used in place.</source>
      <translation>Folderu {folder} nie ma wśród używanych na miejscu.</translation>
    </message>
    <message>
      <source>{folder} is not there: unplugged, moved, or mistyped.</source>
      <translation>Nie ma folderu {folder}: odłączony, przeniesiony albo źle wpisany.</translation>
    </message>
    <message>
      <source>{folder} is used in place already.</source>
      <translation>Folder {folder} jest już używany na miejscu.</translation>
    </message>
    <message>
      <source>{folder} is used in place now.</source>
      <translation>Folder {folder} jest teraz używany na miejscu.</translation>
    </message>
    <message>
      <source>{folder} is used no more; nothing in it was touched.</source>
      <translation>Folder {folder} nie jest już używany; nic w nim nie zmieniono.</translation>
    </message>
    <message>
      <source>{form} cannot hold {missing} pictures; name the result {name} instead of {path}.</source>
      <translation>{form} nie zapisze takiego obrazu ({missing}); nazwij wynik {name} zamiast {path}.</translation>
    </message>
    <message>
      <source>{form} holds at most {longest} pixels on a side, and the picture is {size}; name the result {name}.</source>
      <translation>{form} mieści najwyżej {longest} pikseli w boku, a obraz ma {size}; nazwij wynik {name}.</translation>
    </message>
    <message>
      <source>{found} has no schedule {named}; it has: {schedules}.</source>
      <translation>{found} nie ma harmonogramu {named}; ma: {schedules}.</translation>
    </message>
    <message>
      <source>{full} What had come of {stem} was removed again. Make room on the disk of {parent}, or move the models folder to another ([data] models in the settings).</source>
      <translation>{full} To, co przyszło z {stem}, zostało z powrotem usunięte. Zrób miejsce na dysku {parent} albo przenieś folder modeli na inny ([data] models w ustawieniach).</translation>
    </message>
    <message>
      <source>{gigabytes} GB</source>
      <translation>{gigabytes} GB</translation>
    </message>
    <message>
      <source>{host} does not let this file go (answer {status}).</source>
      <translation>{host} nie wypuszcza tego pliku (odpowiedź {status}).</translation>
    </message>
    <message>
      <source>{host} has {what} in place of the one of {size} ({bytes} bytes).</source>
      <translation>{host} ma {what} w miejscu tego o rozmiarze {size} (bajtów: {bytes}).</translation>
    </message>
    <message>
      <source>{host} no longer has this file (answer {status}).</source>
      <translation>{host} nie ma już tego pliku (odpowiedź {status}).</translation>
    </message>
    <message>
      <source>{host} says that its file has another sha256 than it should.</source>
      <translation>{host} podaje, że jego plik ma inną sumę sha256, niż powinien.</translation>
    </message>
    <message>
      <source>{host} sends from one address to the next without an end.</source>
      <translation>{host} odsyła bez końca z jednego adresu pod drugi.</translation>
    </message>
    <message>
      <source>{host} sends to an address that anyone could read and change.</source>
      <translation>{host} odsyła pod adres, który każdy mógłby podejrzeć i podmienić.</translation>
    </message>
    <message>
      <source>{host} sends to an address that is none of the web.</source>
      <translation>{host} odsyła pod adres, który nie jest adresem sieci WWW.</translation>
    </message>
    <message>
      <source>{host} sends to an address that is none.</source>
      <translation>{host} odsyła pod adres, który nie jest adresem.</translation>
    </message>
    <message>
      <source>{host} will not give this file (answer {status}).</source>
      <translation>{host} nie wyda tego pliku (odpowiedź {status}).</translation>
    </message>
    <message>
      <source>{host} {trouble}, {fruitless} times in a row. Look at your network connection and try again later; what has come is kept.</source>
      <translation>{host} {trouble} (kolejnych prób: {fruitless}). Sprawdź połączenie z siecią i spróbuj później; to, co przyszło, zostaje zachowane.</translation>
    </message>
    <message>
      <source>{host} {trouble}; trying again in {wait}</source>
      <translation>{host} {trouble}; następna próba za {wait}</translation>
    </message>
    <message>
      <source>{host} {what} first: open {page} in a browser, log in and accept, then make an access token there, set it as HF_TOKEN, and get the model again.</source>
      <translation>{host} najpierw {what}: otwórz {page} w przeglądarce, zaloguj się i zaakceptuj, utwórz tam token dostępu, ustaw go jako HF_TOKEN i pobierz model jeszcze raz.</translation>
    </message>
    <message>
      <source>{host} {words} and wants to be left alone for {wait}. Try again then; what has come is kept.</source>
      <translation>{host} {words} i prosi o spokój przez {wait}. Spróbuj potem ponownie; to, co przyszło, zostaje zachowane.</translation>
    </message>
    <message>
      <source>{hours} h</source>
      <translation>{hours} h</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <source>{item} belongs to {program} ({standing}); Ritocco only reads there. Remove it with that program, or take its folder out of the settings.</source>
      <translation>{item} należy do programu {program} ({standing}); Ritocco tylko tam czyta. Usuń go w tym programie albo wyjmij jego folder z ustawień.</translation>
    </message>
    <message>
      <source>{item} came with Ritocco and stays with it.</source>
      <translation>{item} przyszedł z Ritocco i z nim zostaje.</translation>
    </message>
    <message>
      <source>{item} is not here any more: it was removed just now.</source>
      <translation>Nie ma tu już modelu {item}: właśnie został usunięty.</translation>
    </message>
    <message>
      <source>{item} is not here; there is nothing to remove.</source>
      <translation>Nie ma tu modelu {item}; nie ma czego usuwać.</translation>
    </message>
    <message>
      <source>{jobs} in line</source>
      <translation>w kolejce: {jobs}</translation>
    </message>
    <message>
      <source>{key} anywhere, Ctrl+Enter in the dock</source>
      <translation>{key} wszędzie, Ctrl+Enter w panelu</translation>
    </message>
    <message>
      <source>{kilobytes} kB</source>
      <translation>{kilobytes} kB</translation>
    </message>
    <message>
      <source>{kilobytes} kB/s</source>
      <translation>{kilobytes} kB/s</translation>
    </message>
    <message>
      <source>{kind} needs a model; give diffusion.model.</source>
      <translation>{kind} wymaga modelu; podaj diffusion.model.</translation>
    </message>
    <message>
      <source>{kind} uses no model; leave diffusion away.</source>
      <translation>{kind} nie używa modelu; pomiń diffusion.</translation>
    </message>
    <message>
      <source>{megabytes} MB</source>
      <translation>{megabytes} MB</translation>
    </message>
    <message>
      <source>{megabytes} MB/s</source>
      <translation>{megabytes} MB/s</translation>
    </message>
    <message>
      <source>{minutes} min</source>
      <translation>{minutes} min</translation>
    </message>
    <message>
      <source>{models}, used where they lie</source>
      <translation>{models}, używane tam, gdzie leżą</translation>
    </message>
    <message>
      <source>{model} (cannot be used)</source>
      <translation>{model} (nie do użycia)</translation>
    </message>
    <message>
      <source>{model} ({size})</source>
      <translation>{model} ({size})</translation>
    </message>
    <message>
      <source>{model} came with Ritocco.</source>
      <translation>{model} przyszedł z Ritocco.</translation>
    </message>
    <message>
      <source>{model} cannot be fetched: the settings say offline ([models] offline), and no mirror folder has it. Put it into one, add a file you have with `ritocco models add FILE`, or let Ritocco use the network.</source>
      <translation>Nie można pobrać modelu {model}: ustawienia zabraniają sieci ([models] offline), a nie ma go w żadnym folderze lustrzanym. Włóż go do takiego folderu, dodaj posiadany plik przez `ritocco models add PLIK` albo pozwól Ritocco użyć sieci.</translation>
    </message>
    <message>
      <source>{model} cannot be fetched: the settings say offline.</source>
      <translation>Nie można pobrać modelu {model}: ustawienia zabraniają sieci.</translation>
    </message>
    <message>
      <source>{model} cannot be used</source>
      <translation>modelu {model} nie da się użyć</translation>
    </message>
    <message>
      <source>{model} cannot be used: {why}</source>
      <translation>Nie można użyć modelu {model}: {why}</translation>
    </message>
    <message>
      <source>{model} cannot paint a texture whose sides meet. Leave seamless away, or choose a Stable Diffusion model.</source>
      <translation>{model} nie potrafi malować tekstur, których brzegi do siebie pasują. Pomiń seamless albo wybierz model Stable Diffusion.</translation>
    </message>
    <message>
      <source>{model} could not be fetched.</source>
      <translation>Nie udało się pobrać modelu {model}.</translation>
    </message>
    <message>
      <source>{model} is complete and unharmed.</source>
      <translation>{model}: kompletny i nieuszkodzony.</translation>
    </message>
    <message>
      <source>{model} is here already: it is at {path}.</source>
      <translation>{model} już tu jest: leży w {path}.</translation>
    </message>
    <message>
      <source>{model} is here already: {program} has it at {path}.</source>
      <translation>{model} już tu jest: {program} ma go w {path}.</translation>
    </message>
    <message>
      <source>{model} is here and paints from now on. Say what should be there, and fill.</source>
      <translation>{model} jest na miejscu i odtąd maluje. Napisz, co ma się pojawić, i wypełnij.</translation>
    </message>
    <message>
      <source>{model} is here.</source>
      <translation>{model} jest na miejscu.</translation>
    </message>
    <message>
      <source>{model} is here. Use it with the next press?</source>
      <translation>{model} już tu jest. Użyć przy następnym naciśnięciu?</translation>
    </message>
    <message>
      <source>{model} is not here</source>
      <translation>brak modelu {model}</translation>
    </message>
    <message>
      <source>{model} is not here.</source>
      <translation>Nie ma tu jeszcze: {model}.</translation>
    </message>
    <message>
      <source>{model} is on its way</source>
      <translation>{model} jest w drodze</translation>
    </message>
    <message>
      <source>{model} is on its way. It is used as soon as it is here; fill from the surroundings meanwhile.</source>
      <translation>{model} jest w drodze. Będzie użyty, gdy tylko dotrze; tymczasem wypełniaj z otoczenia.</translation>
    </message>
    <message>
      <source>{model} needs {need} on the disk of {own}, and {free} are free. Make room there, or move the models folder to another disk ([data] models in the settings).</source>
      <translation>{model} wymaga {need} na dysku {own}, a wolne jest {free}. Zrób tam miejsce albo przenieś folder modeli na inny dysk ([data] models w ustawieniach).</translation>
    </message>
    <message>
      <source>{model} paints what the words say.</source>
      <translation>{model} namaluje to, co mówią słowa.</translation>
    </message>
    <message>
      <source>{model} was removed while it was looked at.</source>
      <translation>{model} został usunięty w trakcie sprawdzania.</translation>
    </message>
    <message>
      <source>{model} was removed.</source>
      <translation>{model} został usunięty.</translation>
    </message>
    <message>
      <source>{model}, a demonstration</source>
      <translation>{model}, pokazowy</translation>
    </message>
    <message>
      <source>{most} follow Ritocco's work already; end one and try again.</source>
      <translation>Pracę Ritocco śledzi już {most}; zakończ jedno ze śledzeń i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{name} ({size}) has {words}: it was damaged or replaced. Remove it, and get it again.</source>
      <translation>{name} ({size}) ma {words}: plik został uszkodzony lub podmieniony. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} cannot be opened ({reason}). Check the path.</source>
      <translation>Nie można otworzyć {name} ({reason}). Sprawdź ścieżkę.</translation>
    </message>
    <message>
      <source>{name} cannot be opened. Check that it is there and may be read.</source>
      <translation>Nie można otworzyć {name}. Sprawdź, czy plik jest na miejscu i czy wolno go czytać.</translation>
    </message>
    <message>
      <source>{name} cannot be read ({reason}).</source>
      <translation>Nie można odczytać {name} ({reason}).</translation>
    </message>
    <message>
      <source>{name} cannot be read: {reason}.</source>
      <translation>Nie można odczytać {name}: {reason}.</translation>
    </message>
    <message>
      <source>{name} cannot be used: its part {part} {why}. Use another version of it.</source>
      <translation>Pliku {name} nie można użyć: jego część {part} {why}. Użyj innej jego wersji.</translation>
    </message>
    <message>
      <source>{name} carries the mark {strange}, and Ritocco does not know what that changes, so it might paint wrong. Use a version without it, or a newer Ritocco.</source>
      <translation>{name} ma znacznik {strange}, a Ritocco nie wie, co on zmienia, więc mógłby malować źle. Użyj wersji bez niego albo nowszego Ritocco.</translation>
    </message>
    <message>
      <source>{name} changed while it was copied. Add it once it is whole.</source>
      <translation>{name} zmienił się w czasie kopiowania. Dodaj go, gdy będzie cały.</translation>
    </message>
    <message>
      <source>{name} copy</source>
      <translation>{name} (kopia)</translation>
    </message>
    <message>
      <source>{name} could not be kept for the next time. Save it.</source>
      <translation>{name}: nie udało się zachować na następny raz. Zapisz ten obraz.</translation>
    </message>
    <message>
      <source>{name} could not be written ({reason}). Choose another name or folder.</source>
      <translation>Nie udało się zapisać {name} ({reason}). Wybierz inną nazwę lub folder.</translation>
    </message>
    <message>
      <source>{name} does not fit this model: none of its {all} parts has a place in it. It was made for a model of another kind.</source>
      <translation>{name} nie pasuje do tego modelu: żadna z {all} części nie ma w nim miejsca. Powstał dla modelu innego rodzaju.</translation>
    </message>
    <message>
      <source>{name} does not give back an RGB picture of a whole multiple in size.</source>
      <translation>{name} nie oddaje obrazu RGB o całkowitej wielokrotności rozmiaru.</translation>
    </message>
    <message>
      <source>{name} does not say which format is wanted; end it in one of {known}.</source>
      <translation>{name} nie mówi, o który format chodzi; zakończ nazwę jednym z: {known}.</translation>
    </message>
    <message>
      <source>{name} fills holes; it is not a network for enlarging or for faces.</source>
      <translation>{name} wypełnia dziury; to nie jest sieć do powiększania ani do twarzy.</translation>
    </message>
    <message>
      <source>{name} has a damaged scheduler_config.json. Download it again.</source>
      <translation>{name} ma uszkodzony scheduler_config.json. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} has changes that are not saved.</source>
      <translation>{name} ma niezapisane zmiany.</translation>
    </message>
    <message>
      <source>{name} has no VAE inside. Choose a VAE beside it, or the complete version of this model.</source>
      <translation>{name} nie ma w środku VAE. Wybierz VAE obok niego albo kompletną wersję tego modelu.</translation>
    </message>
    <message>
      <source>{name} has no picture of what it does.</source>
      <translation>{name} nie ma obrazka, który pokazuje działanie.</translation>
    </message>
    <message>
      <source>{name} has no {words} inside. Choose the complete version of this model.</source>
      <translation>{name}: w środku brakuje: {words}. Wybierz kompletną wersję tego modelu.</translation>
    </message>
    <message>
      <source>{name} has {count} vectors, and a prompt is read in parts of {most} that cannot part them. Choose one with fewer.</source>
      <translation>{name} ma {count} wektorów, a prompt jest czytany częściami po {most}, między które nie da się ich rozdzielić. Wybierz embedding, który ma ich mniej.</translation>
    </message>
    <message>
      <source>{name} holds more than weights, or is damaged, and was not opened ({kind}). Get it as .safetensors.</source>
      <translation>{name} zawiera więcej niż wagi albo jest uszkodzony i nie został otwarty ({kind}). Zdobądź go jako .safetensors.</translation>
    </message>
    <message>
      <source>{name} holds no LoRA of any kind. Choose another file.</source>
      <translation>Plik {name} nie zawiera LoRA żadnego rodzaju. Wybierz inny plik.</translation>
    </message>
    <message>
      <source>{name} holds no vectors: it is empty. Download it again.</source>
      <translation>{name} nie zawiera żadnych wektorów: jest pusty. Pobierz go ponownie.</translation>
    </message>
    <message>
      <source>{name} holds no weights.</source>
      <translation>{name} nie zawiera wag.</translation>
    </message>
    <message>
      <source>{name} holds only one half of a small VAE: it can show previews. To paint with it, put its other half (encoder or decoder) beside it.</source>
      <translation>{name} zawiera tylko połowę małego VAE: wystarczy do podglądów. Aby nim malować, umieść obok drugą połowę (koder lub dekoder).</translation>
    </message>
    <message>
      <source>{name} holds only zeros: its download never finished. Download it again.</source>
      <translation>{name} zawiera same zera: jego pobieranie nigdy się nie skończyło. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} holds vectors that are no numbers (NaN). It is damaged: download it again, or choose another one.</source>
      <translation>{name} zawiera wektory, które nie są liczbami (NaN). Plik jest uszkodzony: pobierz go ponownie albo wybierz inny.</translation>
    </message>
    <message>
      <source>{name} in {path}</source>
      <translation>{name} w {path}</translation>
    </message>
    <message>
      <source>{name} is CodeFormer, whose licence forbids paid work, so Ritocco does not bring what reads it. If you may use it: {executable} -m pip install --no-deps {extra}</source>
      <translation>{name} to CodeFormer, którego licencja zabrania płatnej pracy, więc Ritocco nie dostarcza tego, co go czyta. Jeśli wolno Ci go używać: {executable} -m pip install --no-deps {extra}</translation>
    </message>
    <message>
      <source>{name} is a GGUF file, which Ritocco cannot read. Use a .safetensors version.</source>
      <translation>{name} to plik GGUF, którego Ritocco nie umie odczytać. Użyj wersji .safetensors.</translation>
    </message>
    <message>
      <source>{name} is a LoRA for {found}, and the model is {family}. Choose another LoRA, or a model it is made for.</source>
      <translation>Plik {name} to LoRA do modelu {found}, a wybrany model to {family}. Wybierz inną LoRA albo model, do którego jest zrobiona.</translation>
    </message>
    <message>
      <source>{name} is a LoRA for {what}, which Ritocco does not paint with. Use one for Stable Diffusion 1, Stable Diffusion 2 or SDXL.</source>
      <translation>Plik {name} to LoRA do {what}, którym Ritocco nie maluje. Użyj takiej do Stable Diffusion 1, Stable Diffusion 2 albo SDXL.</translation>
    </message>
    <message>
      <source>{name} is a TorchScript program: it holds code, which Ritocco never runs. Use a .safetensors version of it.</source>
      <translation>{name} to program TorchScript: zawiera kod, którego Ritocco nigdy nie uruchamia. Użyj jego wersji .safetensors.</translation>
    </message>
    <message>
      <source>{name} is a folder, a pipe or a device, and no file. Choose another name.</source>
      <translation>{name} to folder, potok lub urządzenie, a nie plik. Wybierz inną nazwę.</translation>
    </message>
    <message>
      <source>{name} is a picture that cannot be read, so there is no embedding in it: {reason}</source>
      <translation>{name} to obraz, którego nie da się odczytać, więc nie ma w nim embeddingu: {reason}</translation>
    </message>
    <message>
      <source>{name} is a picture with no embedding in it. Choose another file.</source>
      <translation>{name} to obraz, w którym nie ma embeddingu. Wybierz inny plik.</translation>
    </message>
    <message>
      <source>{name} is a single file, and models of its kind are folders.</source>
      <translation>{name} to pojedynczy plik, a modele tego rodzaju są folderami.</translation>
    </message>
    <message>
      <source>{name} is a web page that was saved in place of the model. Download it again; the site may want you to log in first.</source>
      <translation>{name} to strona internetowa, którą zapisano zamiast modelu. Pobierz go jeszcze raz; być może najpierw trzeba się tam zalogować.</translation>
    </message>
    <message>
      <source>{name} is compressed as weights never are, and may be far larger than it looks. Use a .safetensors version of it.</source>
      <translation>{name} jest spakowany tak, jak nigdy nie pakuje się wag, i może być znacznie większy, niż się wydaje. Użyj jego wersji .safetensors.</translation>
    </message>
    <message>
      <source>{name} is cut short or damaged. Download it again.</source>
      <translation>{name} jest ucięty lub uszkodzony. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} is cut short: {size} of {whole} are here. Download it again.</source>
      <translation>{name} jest ucięty: jest {size} z {whole}. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} is damaged ({reason}).</source>
      <translation>{name} jest uszkodzony ({reason}).</translation>
    </message>
    <message>
      <source>{name} is damaged ({reason}). {again}</source>
      <translation>{name} jest uszkodzony ({reason}). {again}</translation>
    </message>
    <message>
      <source>{name} is damaged or cannot be read ({reason}). Get it again.</source>
      <translation>{name} jest uszkodzony lub nie daje się odczytać ({reason}). Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} is damaged or incomplete: {reason}.</source>
      <translation>{name} jest uszkodzony lub niekompletny: {reason}.</translation>
    </message>
    <message>
      <source>{name} is damaged: it has {one} vectors for one text encoder, and {other} for the other. Download it again.</source>
      <translation>{name} jest uszkodzony: liczba wektorów dla jednego enkodera tekstu to {one}, a dla drugiego {other}. Pobierz plik ponownie.</translation>
    </message>
    <message>
      <source>{name} is damaged: its table of contents cannot be read ({reason}). Download it again.</source>
      <translation>{name} jest uszkodzony: nie można odczytać jego spisu treści ({reason}). Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} is damaged: its vectors claim to be larger than what is stored of them. Download it again.</source>
      <translation>{name} jest uszkodzony: jego wektory podają się za większe niż to, co z nich zapisano. Pobierz plik ponownie.</translation>
    </message>
    <message>
      <source>{name} is damaged: {reason}.</source>
      <translation>{name} jest uszkodzony: {reason}.</translation>
    </message>
    <message>
      <source>{name} is empty. Download it again.</source>
      <translation>{name} jest pusty. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} is here already, as a link: {target}.</source>
      <translation>{name} już tu jest, jako dowiązanie: {target}.</translation>
    </message>
    <message>
      <source>{name} is here as {one}: write {instead}.</source>
      <translation>{name} jest tu jako {one}: napisz {instead}.</translation>
    </message>
    <message>
      <source>{name} is no VAE but {what}</source>
      <translation>{name} to nie VAE, lecz {what}</translation>
    </message>
    <message>
      <source>{name} is no embedding: with {size} MB it is far too large for one.</source>
      <translation>{name} to nie embedding: {size} MB to na niego o wiele za dużo.</translation>
    </message>
    <message>
      <source>{name} is no hypernetwork: it holds no networks for keys and values. Choose another file.</source>
      <translation>{name} to nie hipersieć: nie zawiera sieci dla kluczy i wartości. Wybierz inny plik.</translation>
    </message>
    <message>
      <source>{name} is no id: use a-z, 0-9, '-' and '.'</source>
      <translation>{name} nie jest identyfikatorem: użyj a-z, 0-9, „-” i „.”</translation>
    </message>
    <message>
      <source>{name} is no model folder. Name a file, or a folder with models.</source>
      <translation>{name} nie jest folderem modelu. Wskaż plik albo folder z modelami.</translation>
    </message>
    <message>
      <source>{name} is no network of RGB pictures: {reason}.</source>
      <translation>{name} nie jest siecią dla obrazów RGB: {reason}.</translation>
    </message>
    <message>
      <source>{name} is no safetensors file but a pickle, as .ckpt files are. If you trust where it comes from, rename it to .ckpt.</source>
      <translation>{name} to nie safetensors, lecz pickle, jak pliki .ckpt. Jeśli ufasz jego pochodzeniu, zmień rozszerzenie na .ckpt.</translation>
    </message>
    <message>
      <source>{name} is none of the kinds of model that Ritocco knows. It takes Stable Diffusion 1, 2 and SDXL models, their VAEs, LoRAs, embeddings, hypernetworks and ControlNets, and networks that enlarge or repair faces.</source>
      <translation>{name} nie jest żadnym z rodzajów modeli, które Ritocco zna. Przyjmuje modele Stable Diffusion 1, 2 i SDXL, ich VAE, LoRA, embeddingi, hipersieci i ControlNet oraz sieci, które powiększają obrazy lub naprawiają twarze.</translation>
    </message>
    <message>
      <source>{name} is none of the networks for pictures that Ritocco knows; is it one for enlarging or for faces?</source>
      <translation>{name} nie jest żadną z sieci obrazowych, które Ritocco zna; czy to sieć do powiększania lub do twarzy?</translation>
    </message>
    <message>
      <source>{name} is none that can be read.</source>
      <translation>{name} nie daje się odczytać.</translation>
    </message>
    <message>
      <source>{name} is not a Stable Diffusion file. Choose a .safetensors or .ckpt model.</source>
      <translation>{name} nie jest plikiem Stable Diffusion. Wybierz model .safetensors lub .ckpt.</translation>
    </message>
    <message>
      <source>{name} is not an ncnn network that Ritocco can run: {reason}.</source>
      <translation>{name} nie jest siecią ncnn, którą Ritocco umie uruchomić: {reason}.</translation>
    </message>
    <message>
      <source>{name} is only the {part} of a {family} model; {missing} are missing. Choose the complete version of this model.</source>
      <translation>{name} to tylko {part} modelu {family}; brakuje: {missing}. Wybierz kompletną wersję tego modelu.</translation>
    </message>
    <message>
      <source>{name} is {other}</source>
      <translation>{name} to {other}</translation>
    </message>
    <message>
      <source>{name} is {what}</source>
      <translation>{name} to {what}</translation>
    </message>
    <message>
      <source>{name} is {what} and not {wanted}. Move it to the folder {folder}.</source>
      <translation>{name} to {what}, a nie {wanted}. Przenieś ten plik do katalogu {folder}.</translation>
    </message>
    <message>
      <source>{name} lacks {missing}. Remove it, and get it again.</source>
      <translation>{name}: brakuje {missing}. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} lies in Ritocco's models folder already.</source>
      <translation>{name} leży już w folderze modeli Ritocco.</translation>
    </message>
    <message>
      <source>{name} lies in {folder}, which Ritocco uses in place; nothing to add.</source>
      <translation>{name} leży w {folder}, którego Ritocco używa na miejscu; nie ma czego dodawać.</translation>
    </message>
    <message>
      <source>{name} must be a JSON object, not {value}.</source>
      <translation>{name} musi być obiektem JSON, a nie {value}.</translation>
    </message>
    <message>
      <source>{name} must be a list of at most {most} JSON objects.</source>
      <translation>{name} musi być listą najwyżej {most} obiektów JSON.</translation>
    </message>
    <message>
      <source>{name} must be {must}, not {value}.</source>
      <translation>{name} musi być {must}, a nie {value}.</translation>
    </message>
    <message>
      <source>{name} must be {must}.</source>
      <translation>{name} musi być {must}.</translation>
    </message>
    <message>
      <source>{name} must be {must}; not {value}.</source>
      <translation>{name} musi być {must}; nie {value}.</translation>
    </message>
    <message>
      <source>{name} must name a {needs}.</source>
      <translation>{name} musi podać {needs}.</translation>
    </message>
    <message>
      <source>{name} needs files and sources</source>
      <translation>{name} wymaga plików i źródeł</translation>
    </message>
    <message>
      <source>{name} only points to the model (Git LFS). Download the file itself.</source>
      <translation>{name} tylko wskazuje na model (Git LFS). Pobierz sam plik.</translation>
    </message>
    <message>
      <source>{name} says that its network predicts {said}, {otherwise}</source>
      <translation>{name} podaje, że jego sieć przewiduje {said}, {otherwise}</translation>
    </message>
    <message>
      <source>{name} stores its vectors as whole numbers, which Ritocco cannot use. Choose another version of it.</source>
      <translation>{name} przechowuje wektory jako liczby całkowite, których Ritocco nie może użyć. Wybierz inną jego wersję.</translation>
    </message>
    <message>
      <source>{name} stores weights as {kind}, which Ritocco cannot read. Use a version in 16 bits (fp16 or bf16).</source>
      <translation>{name} przechowuje wagi jako {kind}, czego Ritocco nie umie odczytać. Użyj wersji 16-bitowej (fp16 lub bf16).</translation>
    </message>
    <message>
      <source>{name} stores {part} as {type}, which Ritocco cannot use. Use a version in 16 bits (fp16 or bf16).</source>
      <translation>Plik {name} przechowuje {part} jako {type}, czego Ritocco nie umie użyć. Użyj wersji 16-bitowej (fp16 lub bf16).</translation>
    </message>
    <message>
      <source>{name} takes {input_channels} channels and gives {output_channels}; Ritocco uses networks of RGB or grey pictures.</source>
      <translation>{name} przyjmuje kanałów: {input_channels}, a oddaje: {output_channels}; Ritocco używa sieci dla obrazów RGB lub szarych.</translation>
    </message>
    <message>
      <source>{name} wants to run code ({culprit}), which Ritocco never does. Use a .safetensors version of it.</source>
      <translation>{name} chce uruchomić kod ({culprit}), a tego Ritocco nigdy nie robi. Użyj jego wersji .safetensors.</translation>
    </message>
    <message>
      <source>{name} was changed on the disk while it was read. Paint again.</source>
      <translation>Plik {name} zmienił się na dysku podczas odczytu. Namaluj jeszcze raz.</translation>
    </message>
    <message>
      <source>{name} was given the block weights {text}, which are neither numbers nor a preset. Presets are {presets}.</source>
      <translation>{name} ma podane wagi bloków {text}, które nie są ani liczbami, ani nazwą zestawu. Zestawy: {presets}.</translation>
    </message>
    <message>
      <source>{name} was given {count} block weights; for {family} there are {counts}.</source>
      <translation>{name} ma podanych {count} wag bloków; dla modeli {family} podaje się ich {counts}.</translation>
    </message>
    <message>
      <source>{name} was trained on a noise schedule of its own, {otherwise}</source>
      <translation>{name} był uczony na własnym harmonogramie szumu, {otherwise}</translation>
    </message>
    <message>
      <source>{name} was trained on {timesteps} timesteps, {otherwise}</source>
      <translation>{name} był uczony na {timesteps} krokach czasu, {otherwise}</translation>
    </message>
    <message>
      <source>{name} was trained {trained}, {otherwise}</source>
      <translation>{name} był uczony {trained}, {otherwise}</translation>
    </message>
    <message>
      <source>{name} {trouble}</source>
      <translation>{name} {trouble}</translation>
    </message>
    <message>
      <source>{name}: a url is for one file; it has {count}</source>
      <translation>{name}: url jest dla jednego pliku, a jest ich {count}</translation>
    </message>
    <message>
      <source>{name}: the config of {part} is damaged ({reason}).</source>
      <translation>{name}: konfiguracja części „{part}” jest uszkodzona ({reason}).</translation>
    </message>
    <message>
      <source>{name}: {complaint}.</source>
      <translation>{name}: {complaint}.</translation>
    </message>
    <message>
      <source>{name}: {reason} is not known</source>
      <translation>{name}: {reason} nie jest znane</translation>
    </message>
    <message>
      <source>{need} {model}, which is not here.</source>
      <translation>{need} {model}, a tego tu nie ma.</translation>
    </message>
    <message>
      <source>{network} gives what is no number (NaN), in full precision too. The file is damaged: get it again, or choose another network.</source>
      <translation>{network} daje coś, co nie jest liczbą (NaN), nawet w pełnej precyzji. Plik jest uszkodzony: pobierz go jeszcze raz albo wybierz inną sieć.</translation>
    </message>
    <message>
      <source>{network} repairs faces; name another network to enlarge with.</source>
      <translation>{network} naprawia twarze; do powiększania wskaż inną sieć.</translation>
    </message>
    <message>
      <source>{network} repairs no faces; GFPGAN and RestoreFormer do.</source>
      <translation>{network} nie naprawia twarzy; robią to GFPGAN i RestoreFormer.</translation>
    </message>
    <message>
      <source>{number} GB</source>
      <translation>{number} GB</translation>
    </message>
    <message>
      <source>{number} MB</source>
      <translation>{number} MB</translation>
    </message>
    <message>
      <source>{number} kB</source>
      <translation>{number} kB</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} z {count}</translation>
    </message>
    <message>
      <source>{old} → {new} px</source>
      <translation>{old} → {new} px</translation>
    </message>
    <message>
      <source>{one} files are opened, but not written; name the result {name} instead of {path}.</source>
      <translation>Pliki {one} otwieramy, ale ich nie zapisujemy; nazwij wynik {name} zamiast {path}.</translation>
    </message>
    <message>
      <source>{owner} is at work here already; waiting</source>
      <translation>{owner} już tu pracuje; czekanie</translation>
    </message>
    <message>
      <source>{owner} is at work on {shown} right now. Wait for it, or stop it.</source>
      <translation>{owner} właśnie pracuje nad {shown}. Poczekaj na niego albo go zatrzymaj.</translation>
    </message>
    <message>
      <source>{owner} is fetching it already; waiting</source>
      <translation>{owner} już to pobiera; czekanie</translation>
    </message>
    <message>
      <source>{parent} lacks the weights of its part {folder}. Download the whole folder again.</source>
      <translation>{parent}: brakuje wag części {folder}. Pobierz jeszcze raz cały folder.</translation>
    </message>
    <message>
      <source>{path} ({count} layers)</source>
      <translation>{path} (liczba warstw: {count})</translation>
    </message>
    <message>
      <source>{path} ({size} pixels)</source>
      <translation>{path} ({size} pikseli)</translation>
    </message>
    <message>
      <source>{path} blends its layers in ways we do not know; flatten it.</source>
      <translation>{path} miesza warstwy w sposób, którego nie znamy; spłaszcz go.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({reason}).</source>
      <translation>Nie można odczytać {path} ({reason}).</translation>
    </message>
    <message>
      <source>{path} cannot be removed ({reason}).</source>
      <translation>Nie można usunąć {path} ({reason}).</translation>
    </message>
    <message>
      <source>{path} could not be read: {reason}.</source>
      <translation>Nie można odczytać {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} could not be unpacked: {reason}.</source>
      <translation>Nie można rozpakować {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} could not be written ({reason}); choose another name or folder.</source>
      <translation>Nie można zapisać {path} ({reason}); wybierz inną nazwę lub folder.</translation>
    </message>
    <message>
      <source>{path} could not be written: it is a link that leads back to itself.</source>
      <translation>Nie można zapisać {path}: to dowiązanie, które prowadzi do samego siebie.</translation>
    </message>
    <message>
      <source>{path} could not be written: its layers have no room in the folder for temporary files, {folder} ({reason}). Free some space and try again.</source>
      <translation>Nie można zapisać {path}: jego warstwy nie mieszczą się w folderze plików tymczasowych {folder} ({reason}). Zwolnij trochę miejsca i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} could not be written: the disk is full. Free some space and try again.</source>
      <translation>Nie można zapisać {path}: dysk jest pełny. Zwolnij trochę miejsca i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} could not be written: the picture could not be coded as {form}.</source>
      <translation>Nie można zapisać {path}: obrazu nie dało się zakodować jako {form}.</translation>
    </message>
    <message>
      <source>{path} could not be written: your share of the disk is used up. Free some space.</source>
      <translation>Nie można zapisać {path}: Twój przydział miejsca na dysku jest wyczerpany. Zwolnij trochę miejsca.</translation>
    </message>
    <message>
      <source>{path} does not exist; check the name.</source>
      <translation>{path} nie istnieje; sprawdź nazwę.</translation>
    </message>
    <message>
      <source>{path} does not lie in Ritocco's models folder, so it was left alone.</source>
      <translation>{path} nie leży w folderze modeli Ritocco, więc został nietknięty.</translation>
    </message>
    <message>
      <source>{path} has {channels} channels that are not grey or RGB with one alpha; convert it to RGB without further channels and try again.</source>
      <translation>{path}: kanałów jest {channels}, a to nie szarość ani RGB z jedną alfą; przekształć obraz na RGB bez dodatkowych kanałów i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} holds its layers alone, without the picture they make; save it with compatibility maximized, or as a flattened copy, and try again.</source>
      <translation>{path} zawiera same warstwy, bez obrazu, który tworzą; zapisz plik z maksymalną zgodnością albo jako spłaszczoną kopię i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} is HEIC, which we cannot read; export it as AVIF, PNG or JPEG and try again.</source>
      <translation>{path} to HEIC, którego nie umiemy odczytać; wyeksportuj obraz jako AVIF, PNG lub JPEG i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} is JPEG XL, and the package that reads it (pillow-jxl-plugin) is not installed; ritocco doctor says how to mend that.</source>
      <translation>{path} to JPEG XL, a pakiet, który go czyta (pillow-jxl-plugin), nie jest zainstalowany; ritocco doctor powie, jak to naprawić.</translation>
    </message>
    <message>
      <source>{path} is a device, and results are written whole; name a file.</source>
      <translation>{path} to urządzenie, a wyniki zapisuje się w całości; podaj plik.</translation>
    </message>
    <message>
      <source>{path} is a folder; name a file in it.</source>
      <translation>{path} to folder; podaj plik w nim.</translation>
    </message>
    <message>
      <source>{path} is a folder; name a picture in it.</source>
      <translation>{path} to folder; podaj obraz, który w nim leży.</translation>
    </message>
    <message>
      <source>{path} is a pipe, and results are written whole; name a file.</source>
      <translation>{path} to potok, a wyniki zapisuje się w całości; podaj plik.</translation>
    </message>
    <message>
      <source>{path} is a socket, and results are written whole; name a file.</source>
      <translation>{path} to gniazdo, a wyniki zapisuje się w całości; podaj plik.</translation>
    </message>
    <message>
      <source>{path} is an animation; export the frame to work on as a picture of its own.</source>
      <translation>{path} to animacja; wyeksportuj klatkę do pracy jako osobny obraz.</translation>
    </message>
    <message>
      <source>{path} is damaged or incomplete (OpenRaster); save it again.</source>
      <translation>{path} jest uszkodzony lub niekompletny (OpenRaster); zapisz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{path} is damaged or incomplete ({form}); export or copy it again.</source>
      <translation>{path} jest uszkodzony lub niekompletny ({form}); wyeksportuj go lub skopiuj jeszcze raz.</translation>
    </message>
    <message>
      <source>{path} is empty; export the picture again.</source>
      <translation>{path} jest pusty; wyeksportuj obraz jeszcze raz.</translation>
    </message>
    <message>
      <source>{path} is in the way of {model}: {problem}</source>
      <translation>{path} stoi na drodze modelu {model}: {problem}</translation>
    </message>
    <message>
      <source>{path} is larger unpacked than we work on; save it in parts.</source>
      <translation>{path} po rozpakowaniu jest większy niż to, na czym pracujemy; zapisz go w częściach.</translation>
    </message>
    <message>
      <source>{path} is not a file; name a picture.</source>
      <translation>{path} nie jest plikiem; podaj obraz.</translation>
    </message>
    <message>
      <source>{path} is not a picture we can read; export it as PNG, TIFF, JPEG or WebP and try again.</source>
      <translation>{path} nie jest obrazem, który umiemy odczytać; wyeksportuj go jako PNG, TIFF, JPEG lub WebP i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} is not there.</source>
      <translation>Nie ma {path}.</translation>
    </message>
    <message>
      <source>{path} is {found} pixels, but what it belongs to is {wanted}; they must be of one size.</source>
      <translation>{path} ma {found} pikseli, a to, do czego należy, {wanted}; muszą być tej samej wielkości.</translation>
    </message>
    <message>
      <source>{path} is {found} pixels, more than the {most} megapixels we work on; crop or reduce it first.</source>
      <translation>{path} ma {found} pikseli, więcej niż {most} megapikseli, na których pracujemy; najpierw go przytnij lub zmniejsz.</translation>
    </message>
    <message>
      <source>{path} is {model}, which we cannot work on; convert it to RGB (in Krita: Image &gt; Convert Image Color Space) and try again.</source>
      <translation>{path} to {model}, a na tym nie umiemy pracować; przekształć obraz na RGB (w Kricie: Obraz &gt; Przekształć przestrzeń barw obrazu) i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} is {size} ({count} bytes) and should be {wanted} ({bytes} bytes): another version, or cut short. Remove it, and get it again.</source>
      <translation>{path} ma {size} (bajtów: {count}), a powinien mieć {wanted} (bajtów: {bytes}): to inna wersja albo ucięty plik. Usuń go i pobierz jeszcze raz.</translation>
    </message>
    <message>
      <source>{path} may not be read; allow reading it, or copy it.</source>
      <translation>{path}: nie wolno tego czytać; zezwól na odczyt albo skopiuj plik.</translation>
    </message>
    <message>
      <source>{path} may not be written: that disk is read-only. Choose another folder.</source>
      <translation>Nie wolno zapisać {path}: ten dysk jest tylko do odczytu. Wybierz inny folder.</translation>
    </message>
    <message>
      <source>{path} may not be written; choose another name or folder.</source>
      <translation>Nie wolno zapisać {path}; wybierz inną nazwę lub folder.</translation>
    </message>
    <message>
      <source>{path} says it is {canvas} pixels, which we do not work on.</source>
      <translation>{path} podaje, że ma {canvas} pikseli, a na takim nie pracujemy.</translation>
    </message>
    <message>
      <source>{path} stores its pixels in an unusual way ({what}); export it with 8 or 16 bits per channel or as 32-bit float and try again.</source>
      <translation>{path} przechowuje piksele w nietypowy sposób ({what}); wyeksportuj obraz z 8 lub 16 bitami na kanał albo jako 32-bitowy zmiennoprzecinkowy i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{path} takes longer than {seconds} s to be read; crop or reduce it first.</source>
      <translation>Odczyt {path} trwa dłużej niż {seconds} s; najpierw przytnij lub zmniejsz obraz.</translation>
    </message>
    <message>
      <source>{path}: {reason}</source>
      <translation>{path}: {reason}</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
    </message>
    <message>
      <source>{percent} % done</source>
      <translation>gotowe w {percent} %</translation>
    </message>
    <message>
      <source>{plural} are found in files that end in {endings}; {name} would not be. Rename it, and try again.</source>
      <translation>{plural} znajduje się w plikach zakończonych na {endings}; {name} nie zostałby znaleziony. Zmień jego nazwę i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>{requirement} holds no {name}.</source>
      <translation>{requirement} nie zawiera {name}.</translation>
    </message>
    <message>
      <source>{root} is the folder of {program}. Use it in place (`ritocco models add "{root}" --in-place`; nothing is written there), or copy its models (--copy).</source>
      <translation>{root} to folder programu {program}. Używaj go na miejscu (`ritocco models add "{root}" --in-place`; nic nie jest tam zapisywane) albo skopiuj jego modele (--copy).</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <source>{sentence} It was set by {origin}.</source>
      <translation>{sentence} Ustawiono to w: {origin}.</translation>
    </message>
    <message>
      <source>{share} are here</source>
      <translation>{share} jest na miejscu</translation>
    </message>
    <message>
      <source>{side}: pixels to add, or percent of the canvas (25%).</source>
      <translation>{side}: ile pikseli dodać, albo procent płótna (25%).</translation>
    </message>
    <message>
      <source>{size} are free on the disk of the models.</source>
      <translation>Na dysku z modelami jest wolne {size}.</translation>
    </message>
    <message>
      <source>{size} bytes and not {bytes}</source>
      <translation>{size} bajtów, a nie {bytes}</translation>
    </message>
    <message>
      <source>{size} pixels of {made_of} are {need} bytes, but {have} were sent.</source>
      <translation>{size} pikseli {made_of} to {need} bajtów, a wysłano {have}.</translation>
    </message>
    <message>
      <source>{size} px</source>
      <translation>{size} px</translation>
    </message>
    <message>
      <source>{size} px, seed {seed}, {time}</source>
      <translation>{size} px, ziarno {seed}, {time}</translation>
    </message>
    <message>
      <source>{size} px, {time}</source>
      <translation>{size} px, {time}</translation>
    </message>
    <message>
      <source>{size}, {licence}</source>
      <translation>{size}, {licence}</translation>
    </message>
    <message>
      <source>{source} cannot be deleted ({why}).</source>
      <translation>Nie można usunąć {source} ({why}).</translation>
    </message>
    <message>
      <source>{source} cannot be read ({why}).</source>
      <translation>Nie można odczytać {source} ({why}).</translation>
    </message>
    <message>
      <source>{source} cannot be used: its field “{field}” is not known or out of range.</source>
      <translation>{source}: nie można użyć, bo pole „{field}” jest nieznane albo poza zakresem.</translation>
    </message>
    <message>
      <source>{source} is not a Ritocco style: it has no "{mark}".</source>
      <translation>{source}: to nie jest styl Ritocco, brakuje w nim pola „{mark}”.</translation>
    </message>
    <message>
      <source>{source} is not a style: it is no JSON.</source>
      <translation>{source}: to nie jest styl, bo to nie JSON.</translation>
    </message>
    <message>
      <source>{source} is too large for a style.</source>
      <translation>{source}: za duży plik jak na styl.</translation>
    </message>
    <message>
      <source>{source} was made by a newer Ritocco. Update Ritocco to use it.</source>
      <translation>{source}: utworzony w nowszym Ritocco. Zaktualizuj Ritocco, aby go użyć.</translation>
    </message>
    <message>
      <source>{steps} steps, about {time}</source>
      <translation>kroki: {steps}, około {time}</translation>
    </message>
    <message>
      <source>{tag} cannot be used: {reason}</source>
      <translation>Nie da się użyć {tag}: {reason}</translation>
    </message>
    <message>
      <source>{target} cannot be written ({reason}). Give yourself the right to write there, or name another models folder ([data] models in the settings).</source>
      <translation>Nie można zapisać {target} ({reason}). Nadaj sobie prawo zapisu w tym miejscu albo podaj inny folder modeli ([data] models w ustawieniach).</translation>
    </message>
    <message>
      <source>{task} needs a Stable Diffusion model, and none is here yet. Get one, or add a file of yours, on the page of models.</source>
      <translation>„{task}” wymaga modelu Stable Diffusion, a żadnego tu jeszcze nie ma. Pobierz model albo dodaj swój plik na stronie modeli.</translation>
    </message>
    <message>
      <source>{task} needs {model}, which is not here yet.</source>
      <translation>{task}: potrzebny jest {model}, którego tu jeszcze nie ma.</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>jeszcze {time}</translation>
    </message>
    <message>
      <source>{unused} cannot be used yet: it is of the kind {kind}. Take it out of the recipe.</source>
      <translation>{unused}: tego nie można jeszcze użyć, bo jest rodzaju {kind}. Usuń to z przepisu.</translation>
    </message>
    <message>
      <source>{wanted} comes under {licence} ({link}). Accept it by sending its id, {id}.</source>
      <translation>{wanted} jest na licencji {licence} ({link}). Zaakceptuj ją, wysyłając jej identyfikator, {id}.</translation>
    </message>
    <message>
      <source>{what} ({keys}). It works on the pixels of this moment; go on painting meanwhile.</source>
      <translation>{what} ({keys}). Bierze obraz z tej chwili; w tym czasie można malować dalej.</translation>
    </message>
    <message>
      <source>{what} belong to a model; leave {name} away, or give diffusion.model.</source>
      <translation>{what} należą do modelu; pomiń {name} albo podaj diffusion.model.</translation>
    </message>
    <message>
      <source>{what} would take {need} of memory, and this computer has {most} for it; {remedy}.</source>
      <translation>{what}: potrzeba na to {need} pamięci, a ten komputer ma na to {most}; {remedy}.</translation>
    </message>
    <message>
      <source>{what} would take {need} of memory, and too much else is at work just now; try again in a moment.</source>
      <translation>{what}: potrzeba na to {need} pamięci, a zbyt wiele innych rzeczy jest teraz w pracy; spróbuj ponownie za chwilę.</translation>
    </message>
    <message>
      <source>{what} would take {need} of memory, which is suspicious of the {sent} that were read ({allowed} at most); {remedy}, or save it without compression.</source>
      <translation>{what}: potrzeba na to {need} pamięci, co jest podejrzane przy wczytanych {sent} (najwyżej {allowed}); {remedy} albo zapisz bez kompresji.</translation>
    </message>
    <message>
      <source>{where} does not fit together: {name} of its {part} is {found}, not {like}. It is a model of another kind.</source>
      <translation>{where} nie pasuje do siebie: {name} w części „{part}” ma {found}, a nie {like}. To model innego rodzaju.</translation>
    </message>
    <message>
      <source>{where} has a VAE whose latents have means of their own (latents_mean), which Ritocco cannot follow. Choose a plain model of this kind.</source>
      <translation>{where} ma VAE, którego przestrzeń ukryta ma własne średnie (latents_mean), a za tym Ritocco nie umie podążać. Wybierz zwykły model tego rodzaju.</translation>
    </message>
    <message>
      <source>{where} has a damaged VAE config. Download it again.</source>
      <translation>{where} ma uszkodzoną konfigurację VAE. Pobierz go jeszcze raz.</translation>
    </message>
    <message>
      <source>{where} has no {part} inside. Use a complete version of this model.</source>
      <translation>{where} nie ma w środku części „{part}”. Użyj kompletnej wersji tego modelu.</translation>
    </message>
    <message>
      <source>{where} holds {count} weights of its {part} that Ritocco has no place for (such as {left}), so it would paint wrong. Choose a plain version of this model.</source>
      <translation>{where}: wśród wag części „{part}” jest {count} takich, dla których Ritocco nie ma miejsca (np. {left}), więc malowałby źle. Wybierz zwykłą wersję tego modelu.</translation>
    </message>
    <message>
      <source>{where} is damaged ({reason}). {again}</source>
      <translation>{where} jest uszkodzony ({reason}). {again}</translation>
    </message>
    <message>
      <source>{where} is missing or damaged. Download the whole folder again.</source>
      <translation>{where}: brakuje lub jest uszkodzone. Pobierz jeszcze raz cały folder.</translation>
    </message>
    <message>
      <source>{where} is no network that repairs faces (it is {architecture}). Use one of: {known}.</source>
      <translation>{where} nie jest siecią, która naprawia twarze (to {architecture}). Użyj jednej z: {known}.</translation>
    </message>
    <message>
      <source>{where} is stored {words}, which Ritocco cannot read. Use a version in 16 bits (fp16 or bf16), or plain fp8.</source>
      <translation>{where} jest zapisany {words}, czego Ritocco nie umie odczytać. Użyj wersji 16-bitowej (fp16 lub bf16) albo zwykłego fp8.</translation>
    </message>
    <message>
      <source>{where} is {size} ({count} bytes), not {bytes} bytes.</source>
      <translation>{where} ma {size} (bajtów: {count}), a nie {bytes} bajtów.</translation>
    </message>
    <message>
      <source>{where} lacks {count} of the {all} weights of its {part} (such as {missing}). Use a complete version of this model.</source>
      <translation>{where}: brakuje {count} z {all} wag części „{part}” (np. {missing}). Użyj kompletnej wersji tego modelu.</translation>
    </message>
    <message>
      <source>{where} needs {key}, a text</source>
      <translation>{where} wymaga pola {key}, tekstu</translation>
    </message>
    <message>
      <source>{where}: a source needs hub, url or pypi</source>
      <translation>{where}: źródło wymaga pola hub, url lub pypi</translation>
    </message>
    <message>
      <source>{where}: bytes must be a whole number above 0, not {size}</source>
      <translation>{where}: bytes musi być liczbą całkowitą większą od 0, a nie {size}</translation>
    </message>
    <message>
      <source>{where}: sha256 must be 64 digits of 0-9 and a-f, not {digest}</source>
      <translation>{where}: sha256 musi mieć 64 cyfry 0-9 i a-f, a nie {digest}</translation>
    </message>
    <message>
      <source>{where}: {reason}</source>
      <translation>{where}: {reason}</translation>
    </message>
    <message>
      <source>{where}: {repository} is no owner/repository</source>
      <translation>{where}: {repository} to nie właściciel/repozytorium</translation>
    </message>
    <message>
      <source>{where}: {text} must be a path inside the models folder</source>
      <translation>{where}: {text} musi być ścieżką wewnątrz folderu modeli</translation>
    </message>
    <message>
      <source>{where}: {unknown} is not known here</source>
      <translation>{where}: {unknown} nie jest tu znane</translation>
    </message>
    <message>
      <source>{where}: {url} is no address that begins with https://</source>
      <translation>{where}: {url} nie jest adresem zaczynającym się od https://</translation>
    </message>
    <message>
      <source>{why} It is kept in memory until Ritocco is closed, and can still be fetched.</source>
      <translation>{why} Wynik zostaje w pamięci do zamknięcia Ritocco i nadal można go pobrać.</translation>
    </message>
    <message>
      <source>{width} x {height} would stretch a picture of {size}. Give the width or the height alone, and the other follows.</source>
      <translation>{width} x {height} rozciągnęłoby obraz {size}. Podaj samą szerokość lub samą wysokość, a druga z niej wyniknie.</translation>
    </message>
    <message>
      <source>{words} (seed {seed})</source>
      <translation>{words} (ziarno {seed})</translation>
    </message>
    <message>
      <source>{words} (seed {seed}, no. {number} of {count} found)</source>
      <translation>{words} (ziarno {seed}, {number}. z {count} znalezionych)</translation>
    </message>
    <message>
      <source>{words} (seed {seed}, the best of {count} found)</source>
      <translation>{words} (ziarno {seed}, najlepszy z {count} znalezionych)</translation>
    </message>
    <message>
      <source>{words} The details are in {log}.</source>
      <translation>{words} Szczegóły są w {log}.</translation>
    </message>
    <message>
      <source>{words} is no tag and is painted as words: a tag is written &lt;lora:NAME:1&gt;, with its end.</source>
      <translation>{words} nie jest tagiem i zostanie odczytane jako zwykłe słowa: tag pisze się &lt;lora:NAZWA:1&gt;, z zamknięciem.</translation>
    </message>
    <message>
      <source>{work}, made {size},</source>
      <translation>{work}, powiększonego do {size},</translation>
    </message>
    <message>
      <source>× {factor}, about {time}</source>
      <translation>× {factor}, około {time}</translation>
    </message>
    <message>
      <source>“{name}” is not in use, so its strength cannot vary.</source>
      <translation>„{name}” nie jest w użyciu, więc nie można zmieniać jego siły.</translation>
    </message>
    <message>
      <source>“{part}” cannot be read as a strength and is passed over.</source>
      <translation>„{part}” nie da się odczytać jako siły; zostanie pominięte.</translation>
    </message>
    <message>
      <source>“{words}” stands in neither prompt; begin with words that do.</source>
      <translation>Słów „{words}” nie ma w żadnym z promptów; zacznij od takich, które tam są.</translation>
    </message>
    <message>
      <source>“{word}” is not a number.</source>
      <translation>„{word}” to nie liczba.</translation>
    </message>
    <message>
      <source>↓ {percent} %</source>
      <translation>↓ {percent} %</translation>
    </message>
  </context>
</TS>
